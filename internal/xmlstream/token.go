package xmlstream

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// checkStart looks at the file's first bytes: it passes over a UTF-8 byte
// order mark and refuses UTF-16 and UTF-32.
func (s *Scanner) checkStart() error {
	b := s.buf[:s.end]
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		s.pos = 3
	case len(b) >= 2 && (b[0] == 0xfe && b[1] == 0xff || b[0] == 0xff && b[1] == 0xfe || b[0] == 0 || b[1] == 0 && b[0] == '<'):
		return s.errorAt(0, ErrEncoding, "the file is written in UTF-16 or UTF-32", "convert it to UTF-8, for instance with iconv -f UTF-16 -t UTF-8")
	}
	return nil
}

// token reads the token at tok. A zero kind is something passed over.
func (s *Scanner) token() (Kind, error) {
	if s.buf[s.tok] != '<' {
		return s.chars()
	}
	for s.end-s.tok < 2 {
		if !s.more() {
			return 0, s.short()
		}
	}
	switch s.buf[s.tok+1] {
	case '/':
		return s.endTag()
	case '!':
		return s.bang()
	case '?':
		return 0, s.instruction()
	}
	return s.startTag()
}

// chars reads text up to the next "<".
func (s *Scanner) chars() (Kind, error) {
	n := 0 // bytes from tok known to hold no "<"
	for {
		if i := bytes.IndexByte(s.buf[s.tok+n:s.end], '<'); i >= 0 {
			n += i
			break
		}
		if s.skipping {
			s.tok = s.end
		}
		n = s.end - s.tok
		if !s.more() {
			if len(s.marks) > 0 || s.readErr != io.EOF {
				return 0, s.short()
			}
			break
		}
	}
	s.pos = s.tok + n
	if s.skipping {
		return 0, nil
	}
	text := s.buf[s.tok:s.pos]
	if n > s.opts.MaxBytes {
		return 0, s.tooLarge()
	}
	if len(s.marks) == 0 {
		if i := len(text) - len(bytes.TrimLeft(text, " \t\r\n")); i < len(text) {
			return 0, s.syntax(s.tok+i, "there is text outside the document's element")
		}
		return 0, nil
	}
	if i := bytes.IndexByte(text, ']'); i >= 0 {
		if i = bytes.Index(text, cdataEnd); i >= 0 {
			return 0, s.syntax(s.tok+i, "text holds a stray ]]>")
		}
	}
	var err error
	s.text, err = s.decode(s.tok, text)
	return Text, err
}

var cdataEnd = []byte("]]>")

// until returns the index behind sep, looked for from tok+from on, relative
// to tok. With forget it lets go of the bytes before, when skipping.
func (s *Scanner) until(from int, sep string, forget bool) (int, error) {
	for {
		if i := bytes.Index(s.buf[min(s.tok+from, s.end):s.end], []byte(sep)); i >= 0 {
			n := from + i + len(sep)
			if n > s.opts.MaxBytes && !s.skipping {
				return 0, s.tooLarge()
			}
			return n, nil
		}
		if s.skipping && forget {
			s.tok = max(s.tok+from, s.end-len(sep)+1)
			from = 0
		} else {
			from = max(from, s.end-s.tok-len(sep)+1)
		}
		if !s.more() {
			return 0, s.short()
		}
	}
}

// bang reads what starts with "<!": a comment, CDATA, or what is refused.
func (s *Scanner) bang() (Kind, error) {
	const cdata, comment = "<![CDATA[", "<!--"
	for s.end-s.tok < len(cdata) && s.more() {
	}
	b := s.buf[s.tok:s.end]
	switch {
	case bytes.HasPrefix(b, []byte(comment)):
		n, err := s.until(len(comment), "--", true)
		if err != nil {
			return 0, err
		}
		for s.end-s.tok <= n {
			if !s.more() {
				return 0, s.short()
			}
		}
		if s.buf[s.tok+n] != '>' {
			return 0, s.syntax(s.tok+n, "a comment holds --")
		}
		s.pos = s.tok + n + 1
		return 0, s.checkPassed()
	case bytes.HasPrefix(b, []byte(cdata)):
		return s.cdata(len(cdata))
	case len(b) < len(cdata):
		return 0, s.short()
	case len(b) >= 9 && strings.EqualFold(string(b[:9]), "<!DOCTYPE"):
		return 0, s.errorAt(s.tok, ErrForbidden, "the file declares a document type: no sanctions list has one, but web pages (an error page) and attacks do", "look at the file's beginning, and fetch it again")
	}
	return 0, s.errorAt(s.tok, ErrForbidden, "there is a declaration <!...>, which is neither comment nor CDATA", fetchAgain)
}

func (s *Scanner) cdata(head int) (Kind, error) {
	if len(s.marks) == 0 {
		return 0, s.syntax(s.tok, "there is CDATA outside the document's element")
	}
	n, err := s.until(head, "]]>", true)
	if err != nil {
		return 0, err
	}
	s.pos = s.tok + n
	if s.skipping {
		return 0, nil
	}
	s.text, err = s.literal(s.tok+head, s.buf[s.tok+head:s.pos-len(cdataEnd)])
	return Text, err
}

// checkPassed holds what is passed over to XML's characters all the same.
func (s *Scanner) checkPassed() error {
	if s.skipping {
		return nil
	}
	_, err := s.literal(s.tok, s.buf[s.tok:s.pos])
	return err
}

// instruction passes over "<?...?>" and reads the encoding of an XML
// declaration.
func (s *Scanner) instruction() error {
	n, err := s.until(2, "?>", true)
	if err != nil {
		return err
	}
	s.pos = s.tok + n
	if s.skipping {
		return nil
	}
	if err := s.checkPassed(); err != nil {
		return err
	}
	target, rest, _ := strings.Cut(strings.Map(toSpace, string(s.buf[s.tok+2:s.pos-2])), " ")
	switch {
	case target == "" || !validName([]byte(target)):
		return s.syntax(s.tok, "a processing instruction has no name")
	case target != "xml":
		return nil
	}
	if v := pseudoAttr(rest, "version"); v != "" && v != "1.0" {
		return s.errorAt(s.tok, ErrEncoding, fmt.Sprintf("the file says it is XML version %q", v), "give it as XML 1.0")
	}
	switch enc := pseudoAttr(rest, "encoding"); strings.ToLower(enc) {
	case "", "utf-8", "utf8", "us-ascii":
		return nil
	default:
		return s.errorAt(s.tok, ErrEncoding, fmt.Sprintf("the file says it is written in %q", enc),
			fmt.Sprintf("convert it to UTF-8, for instance with iconv -f %s -t UTF-8, and change the declaration in its first line", enc))
	}
}

func toSpace(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' {
		return ' '
	}
	return r
}

// pseudoAttr is the value of name="..." in an XML declaration.
func pseudoAttr(s, name string) string {
	_, s, ok := strings.Cut(" "+s, " "+name)
	s = strings.TrimLeft(s, " ")
	if !ok || !strings.HasPrefix(s, "=") {
		return ""
	}
	s = strings.TrimLeft(s[1:], " ")
	if s == "" || s[0] != '"' && s[0] != '\'' {
		return ""
	}
	value, _, _ := strings.Cut(s[1:], s[:1])
	return value
}
