package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// ErrCutOff is the error of a stream whose answer ended without a summary: the
// service or the connection broke off.
var ErrCutOff = errors.New("interdict: the stream was cut off; what it answered before holds")

// Stream is a screening of any number of subjects, whose results come while the
// subjects are sent. It is for one goroutine.
type Stream struct {
	// AnsweredBy says what all results rest on.
	AnsweredBy AnsweredBy
	// Summary is what the stream came to, once Next has returned io.EOF.
	Summary StreamSummary

	body   io.ReadCloser
	lines  *bufio.Reader
	stop   context.CancelFunc
	failed error
}

// StreamLine is one line of a stream's answer: a result, or a subject that could
// not be read in whole. A subject of which a value alone could not be read has
// both, the refusal first.
type StreamLine struct {
	Result  *Result
	Refused *Refusal
}

// Stream screens the subjects that a sequence hands over, in their order. It
// takes a subject when there is room for it and keeps none, so that the sequence
// may be without end. Close the stream in the end.
func (c *Client) Stream(ctx context.Context, subjects iter.Seq[Subject], o ScreenOptions) (*Stream, error) {
	if o.AsOf != "" || o.KnownAt != "" { // what a stream has sent cannot be sent again: wait first
		if _, err := c.Lists(ctx, o.Moment); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	body, in := io.Pipe()
	go func() {
		to := bufio.NewWriter(in)
		enc := json.NewEncoder(to)
		enc.SetEscapeHTML(false)
		for s := range subjects {
			err := enc.Encode(s)
			if err == nil {
				err = to.Flush() // so that its result comes before the next is there
			}
			if err != nil {
				in.CloseWithError(err)
				return
			}
		}
		in.Close()
	}()
	r, err := c.send(ctx, http.MethodPost, "/v1/screen/stream?"+o.query().Encode(), "", body)
	if err != nil {
		cancel()
		body.CloseWithError(err)
		return nil, err
	}
	s := &Stream{body: r.Body, lines: bufio.NewReaderSize(r.Body, 64<<10), stop: func() { cancel(); body.CloseWithError(ErrCutOff) }}
	var head struct {
		AnsweredBy AnsweredBy `json:"answered_by"`
	}
	if err := s.line(&head); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.AnsweredBy = head.AnsweredBy
	return s, nil
}

func (o *ScreenOptions) query() url.Values {
	v := o.Moment.add(nil)
	if o.Threshold != 0 {
		v.Set("threshold", strconv.FormatFloat(o.Threshold, 'f', -1, 64))
	}
	set(v, "lists", strings.Join(o.Lists, ","))
	set(v, "listing_kinds", strings.Join(o.ListingKinds, ","))
	if o.Limit > 0 {
		v.Set("limit", strconv.Itoa(o.Limit))
	}
	if o.All != nil {
		v.Set("all", strconv.FormatBool(*o.All))
	}
	if o.Cleared {
		v.Set("cleared", "true")
	}
	if o.Standing != nil {
		v.Set("standing", strconv.FormatBool(*o.Standing))
	}
	return v
}

// line reads the next line of the answer.
func (s *Stream) line(to any) error {
	text, err := s.lines.ReadBytes('\n')
	if err != nil {
		return ErrCutOff // a last line without an end is half a line
	}
	if err := json.Unmarshal(text, to); err != nil {
		return fmt.Errorf("client: a line of the answer cannot be read: %w", err)
	}
	return nil
}

// Next returns the next line of the answer. After the last the error is io.EOF,
// and Summary is there; it is ErrCutOff where the answer broke off.
func (s *Stream) Next() (*StreamLine, error) {
	if s.failed != nil {
		return nil, s.failed
	}
	var line struct {
		Result
		Refused *Refusal       `json:"refused"`
		Summary *StreamSummary `json:"summary"`
	}
	switch s.failed = s.line(&line); {
	case s.failed != nil:
		return nil, s.failed
	case line.Summary != nil:
		s.Summary, s.failed = *line.Summary, io.EOF
		return nil, io.EOF
	case line.Refused != nil:
		return &StreamLine{Refused: line.Refused}, nil
	}
	return &StreamLine{Result: &line.Result}, nil
}

// Close ends the stream, wherever it is.
func (s *Stream) Close() error {
	s.stop()
	return s.body.Close()
}
