"""Saved web pages, invented, in the manner of those that partnerships publish."""

GOV_UK = """
<!DOCTYPE html><html lang="en" class="govuk-template"><head><meta charset="utf-8"><title>Learning review: invented case -
GOV.UK-like</title><script>var a="<div>x</div>";</script><style>p{}</style></head>
<body class="govuk-template__body"><a href="#content" class="govuk-skip-link">Skip to main content</a>
<div id="global-cookie-message" class="gem-c-cookie-banner"><p>Cookies on this site. We use some essential
cookies.</p><button>Accept</button></div>
<header role="banner" class="gem-c-layout-super-navigation-header"><a href="/">Invented Partnership</a></header>
<div class="govuk-breadcrumbs"><ol><li><a href="/">Home</a></li><li><a href="/r">Reviews</a></li></ol></div>
<main role="main" id="content"><h1 class="gem-c-title__text">Learning review: invented case</h1>
<div class="gem-c-metadata"><dl><dt>Published</dt><dd>3 May 2020</dd></dl></div>
<nav class="gem-c-contents-list"><h2>Contents</h2><ol><li><a href="#a">Findings</a></li><li><a href="#b">What next</a></li></ol></nav>
<div class="govspeak"><h2 id="information-sharing">Information sharing</h2><p>The GP did not share<br>what was known.<sup id="fnref:1"
role="doc-noteref"><a href="#fn:1" class="govuk-link" rel="footnote">[footnote 1]</a></sup> More&nbsp;text &amp; co&shy;operation.</p>
<ol start="4"><li>First learning point.</li><li>Second <strong>learning</strong> point.<ul><li>inner one</li><li>inner
two</li></ul></li></ol>
<ol type="a"><li>alpha</li><li value="5">echo</li></ol>
<table><caption>Table of
contacts</caption><thead><tr><th>Agency</th><th>Contacts</th></tr></thead><tbody><tr><td>GP</td><td>4</td></tr><tr><td
colspan=2>none</td></tr></tbody></table>
<p><strong>4.17 Police</strong></p><p>4.17.1 The officer asked.<br><br>A second paragraph.</p><blockquote><p>I was not
heard.</p></blockquote>
<details><summary>More about this</summary><p>Folded text.</p></details>
<p hidden>Secret.</p><p style="display: none">Secret 2</p><img src="x.png" alt="A chart of contacts"><p>He <del>did</del> said
<q>no</q>.</p>
<div class="footnotes" role="doc-endnotes"><ol><li id="fn:1" role="doc-endnote"><p>See the full report. <a href="#fnref:1"
class="reversefootnote" role="doc-backlink">↩</a></p></li></ol></div></div>
</main><div class="gem-c-feedback">Is this page useful?</div><footer role="contentinfo"><p>© Invented
copyright</p></footer><script>x</script></body></html>
"""

WORDPRESS = """
<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="UTF-8"><title>Learning review: Child Z (invented) &#8211; Invented Safeguarding Partnership</title>
<link rel="stylesheet" href="x.css"><script>window.a = "<p>no</p>";</script></head>
<body class="post-template-default single has-sidebar">
<div id="page" class="hfeed site">
<a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="/">Invented Safeguarding Partnership</a></p>
<nav id="site-navigation" class="main-navigation"><ul id="menu-main"><li><a href="/a">About</a></li><li><a
href="/b">Reviews</a></li></ul></nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><div id="main" class="site-main">
<article id="post-1" class="post-1 post type-post"><header class="entry-header"><h1 class="entry-title">Learning review: Child Z
(invented)</h1>
<div class="entry-meta"><span class="posted-on">Posted on 3 May 2020</span></div></header>
<div class="entry-content">
<p>The partnership reviewed what had happened<a href="https://example.org/review/#_ftn1" name="_ftnref1">[1]</a>. It found six things.</p>
<p><strong>Information sharing</strong></p>
<p>The GP and the school didn&#8217;t share what they knew.</p>
<ul><li>The GP saw bruises.</li><li>The school noticed absence.</li></ul>
<h2 id="social-care">Social care</h2>
<p>Social care closed the case.</p>
<figure class="wp-block-image"><img src="c.png" alt="Chart of contacts"/><figcaption>Contacts by month</figcaption></figure>
<p><a href="#_ftnref1" name="_ftn1">[1]</a> The full report is not public.</p>
<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a>Twitter</a></li></ul></div>
</div><footer class="entry-footer"><span class="cat-links">Posted in Reviews</span></footer></article>
<nav class="navigation post-navigation"><a href="/p">Previous post</a></nav>
<div id="comments" class="comments-area"><h2>Leave a comment</h2><form><textarea></textarea><input type="submit"></form></div>
</div></div>
<aside id="secondary" class="widget-area"><h2>Recent posts</h2><ul><li><a href="/x">Other review</a></li></ul></aside></div>
<footer id="colophon" class="site-footer">© Invented partnership</footer></div>
<div id="cookie-law-info-bar"><span>This website uses cookies. <button>Accept</button></span></div>
<noscript><img src="p.gif">Please enable scripts.</noscript>
</body></html>
"""

SHAREPOINT = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>
	Pages - Learning from a review (invented)
</title></head><body scroll="yes">
<form method="post" action="x.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="xyz"/>
<div id="s4-ribbonrow"><div id="s4-ribboncont">Browse Page Publish</div></div>
<div id="s4-workspace"><div id="s4-bodyContainer"><div id="s4-titlerow"><div class="s4-title"><a href="/">Invented Board</a></div>
<div class="s4-search"><input type="text" value="Search this site"></div></div>
<div id="s4-topheader2"><div class="menu horizontal"><ul><li><a href="/1">Home</a></li><li><a href="/2">Training</a></li><li><a
href="/3">Policies</a></li></ul></div></div>
<div id="s4-leftpanel"><div id="s4-leftpanel-content"><div class="ms-quicklaunchouter"><ul><li><a href="/4">Lists</a></li><li><a
href="/5">Documents</a></li><li><a href="/6">Discussions</a></li></ul></div></div></div>
<div class="s4-ca" id="MSO_ContentTable"><div class="s4-ba"><div class="ms-bodyareacell"><div id="ctl00_MSO_ContentDiv"><div
class="article article-body">
<div class="page-content"><div id="ctl00_PlaceHolderMain_ctl01__ControlWrapper_RichHtmlField" class="ms-rtestate-field">
<div><div><span><div>Learning from a review (invented)</div></span></div></div>
<div>\u200bThe review found that agencies&#160;worked well together, but that they did not always listen to what the child said, or ask
why.</div>
<div><br></div>
<div><strong>Listening to the child</strong></div>
<div>1. Professionals should see the child alone, and write down what the child says in the words that the child used.<br><br>2. They
should ask what life is like at home.</div>
<div style="display:none">Hidden web part</div>
<table class="ms-rteTable-default"><tbody><tr><td
class="ms-rteTableEvenCol-default"><strong>Agency</strong></td><td>Action</td></tr><tr><td>Police</td><td><div>Train
staff</div></td></tr></tbody></table>
</div></div></div></div></div></div></div></div></div>
<div class="ms-footer"><p>Contact us | Privacy</p></div></form></body></html>
"""

# In Windows-1252 while it declares iso-8859-1, laid out by tables, with few end tags.
OF_2004 = """
<HTML><HEAD><TITLE>Serious case review - invented</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1"></HEAD>
<BODY BGCOLOR="#FFFFFF"><CENTER><TABLE WIDTH=760 BORDER=0 CELLPADDING=0><TR><TD COLSPAN=2><IMG SRC="logo.gif" ALT="Invented
ACPC"></TD></TR>
<TR><TD COLSPAN=2><FONT SIZE=1><A HREF="/">Home</A> &gt; <A HREF="/r">Reviews</A> &gt; Invented review</FONT></TD></TR>
<TR><TD WIDTH=150 VALIGN=TOP BGCOLOR="#CCCCFF"><A HREF="a.htm">About us</A><BR><A HREF="b.htm">Procedures</A><BR><A
HREF="c.htm">Training</A><BR><A HREF="d.htm">Contact</A></TD>
<TD VALIGN=TOP><FONT FACE="Arial"><H1>Serious case review</H1>
<B>Executive summary</B><BR><BR>This is the summary of an invented review. It doesn\x92t name anybody.<BR><BR>
<P>4.17 The social worker did not visit<BR>the family at home.
<P>4.18 The police were not told.
<OL TYPE=i START=3><LI>Learn this<LI VALUE=7>Learn that</OL>
<TABLE BORDER=1><TR><TH>Agency<TH>Visits<TR><TD>Health<TD>3<TR><TD ROWSPAN=2>Police<TD>1<TR><TD>2</TABLE>
</FONT></TD></TR><TR><TD COLSPAN=2 ALIGN=CENTER><FONT SIZE=1>&copy; 2004 Invented ACPC. All rights reserved. <A
HREF="p.htm">Privacy</A></FONT></TD></TR></TABLE></CENTER></BODY></HTML>
""".encode("latin-1")
