package apischema

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

// maxDocument bounds one document, in bytes. The largest published one (/cloud)
// has 4 MB; eight times that leaves room to grow and still stops an endless answer.
const maxDocument = 32 << 20

// decodeListing reads the root listing of a branch: its resource paths, sorted.
func decodeListing(r io.Reader) ([]string, error) {
	dec := newDecoder(r)
	var paths []string
	err := eachMember(dec, func(key string) error {
		if key != "apis" {
			return skip(dec)
		}
		return eachElement(dec, func() error {
			api, err := decode[struct{ Path string }](dec)
			if strings.HasPrefix(api.Path, "/") {
				paths = append(paths, api.Path)
			}
			return err
		})
	})
	if err == nil && paths == nil {
		err = errors.New("it is not a root listing: it names no section")
	}
	slices.Sort(paths)
	return slices.Compact(paths), err
}

// decodeSection reads the document of a section, one operation or model at a
// time, so that the text of the whole is never held.
func decodeSection(r io.Reader, branch, path string) (*Section, error) {
	dec := newDecoder(r)
	b := newBuilder(branch, path)
	described := false
	err := eachMember(dec, func(key string) error {
		switch key {
		case "resourcePath":
			described = true
			return skip(dec)
		case "apis":
			return eachElement(dec, func() error {
				api, err := decode[wireAPI](dec)
				b.addAPI(api)
				return err
			})
		case "models":
			return eachMember(dec, func(name string) error {
				m, err := decode[wireModel](dec)
				b.addModel(name, m)
				return err
			})
		}
		return skip(dec)
	})
	if err == nil && !described {
		err = errors.New("it is not the description of a section: it has no resourcePath")
	}
	if err != nil {
		return nil, err
	}
	return b.section, nil
}

// newDecoder returns a decoder that is as lenient as encoding/json's: what is odd in one field leaves
// that one empty.
func newDecoder(r io.Reader) *jsontext.Decoder {
	return jsontext.NewDecoder(r, jsonv1.DefaultOptionsV1())
}

// decode reads one value. A field of an unexpected JSON type stays empty, as
// encoding/json leaves it: a slip in one field must not take a section away.
func decode[T any](dec *jsontext.Decoder) (T, error) {
	var v T
	err := json.UnmarshalDecode(dec, &v)
	if _, ok := errors.AsType[*jsonv1.UnmarshalTypeError](err); ok {
		err = nil
	}
	return v, truncated(err)
}

func skip(dec *jsontext.Decoder) error { return truncated(dec.SkipValue()) }

// eachMember calls member at the value of each key of an object; null has none.
func eachMember(dec *jsontext.Decoder, member func(key string) error) error {
	return inside(dec, jsontext.KindBeginObject, func() error {
		key, err := dec.ReadToken()
		if err != nil {
			return truncated(err)
		}
		return member(key.String())
	})
}

// eachElement calls element at each element of an array; null has none.
func eachElement(dec *jsontext.Decoder, element func() error) error {
	return inside(dec, jsontext.KindBeginArray, element)
}

func inside(dec *jsontext.Decoder, open jsontext.Kind, each func() error) error {
	start, err := dec.ReadToken()
	if err != nil {
		return truncated(err)
	}
	if start.Kind() == jsontext.KindNull {
		return nil
	}
	if start.Kind() != open {
		return fmt.Errorf("expected %v, found %v", open, start)
	}
	for kind := dec.PeekKind(); kind != jsontext.KindEndObject && kind != jsontext.KindEndArray; kind = dec.PeekKind() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err = dec.ReadToken()
	return truncated(err)
}

// truncated makes an end of input in the middle of a document an error.
func truncated(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// limit makes a reader fail, rather than end, behind so many bytes.
func limit(r io.Reader, bytes int64) io.Reader {
	return io.MultiReader(io.LimitReader(r, bytes), &overrun{r, bytes})
}

// overrun is what follows the limit: nothing, or an error.
type overrun struct {
	rest  io.Reader
	limit int64
}

func (o *overrun) Read(p []byte) (int, error) {
	n, err := o.rest.Read(p[:min(len(p), 1)])
	if n > 0 {
		return 0, fmt.Errorf("the document is larger than %d bytes", o.limit)
	}
	return 0, err
}
