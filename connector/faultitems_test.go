package connector

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// The faults of single items, of batches, and of answers that are of another form than described.

// bill are the calls for bills, one or several.
func bill(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/1.0/me/bill/") }

func isBatch(r *http.Request) bool { return r.Header.Get("X-Ovh-Batch") != "" }

// element is one of a batch's answer.
type element struct {
	Key   json.RawMessage `json:"key"`
	Value json.RawMessage `json:"value"`
	Error json.RawMessage `json:"error"`
}

func (e element) key() string {
	var key string
	_ = json.Unmarshal(e.Key, &key) // no text is no key
	return key
}

// batched changes the elements of a batch.
func batched(change func([]element) []element) fault {
	return rewriting(func(body []byte) []byte {
		var elements []element
		if json.Unmarshal(body, &elements) != nil {
			return body
		}
		return asJSON(change(elements))
	}).on(isBatch)
}

// asJSON is JSON whose texts stay as they were.
func asJSON(v any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

const (
	expiredService = `{"message":"This service is expired"}`
	notFound       = `{"class":"Client::NotFound","message":"The requested object does not exist"}`
	forbidden      = `{"class":"Client::Forbidden","message":"This is not yours"}`
	notForThis     = `{"message":"Not available for this server"}`
	badRequest     = `{"class":"Client::BadRequest","message":"Invalid bill"}`
	loginFirst     = `{"message":"You must login first"}`
	unasked        = `{"class":"Client::BadRequest","message":"Received not described parameters: (x)"}`
	notReady       = `{"class":"Client::Conflict::ServiceNotReady","message":"Service is not ready"}`
	locked         = `{"message":"This item is locked"}`
	keysExpired    = `{"class":"Client::BadRequest::OKMSExpired","message":"The OKMS domain is expired"}`
	invalidURL     = `{"class":"Client::NotFound","message":"Got an invalid (or empty) URL"}`
	notOfIAM       = `{"class":"Client::Forbidden","message":"User not granted for this request","details":{"unauthorizedActionsByIAM":"account:apiovh:me/bill/get"}}`
	broken500      = `{"class":"Server::InternalServerError","message":"Internal server error"}`
)

// oneItem refuses one of the bills, allItems each, in batches, too.
func oneItem(status int, body string) fault {
	return refusing(func(id string) bool { return id == "FR40000003" }, status, body)
}

func allItems(status int, body string) fault {
	return refusing(func(string) bool { return true }, status, body)
}

func refusing(which func(id string) bool, status int, body string) fault {
	return itemsMeet(which, answering(status, body), body)
}

// itemsMeet has a fault meet some of the bills, which a batch has an error for.
func itemsMeet(which func(id string) bool, f fault, inBatch string) fault {
	alone := f.on(func(r *http.Request) bool {
		return bill(r) && which(strings.TrimPrefix(r.URL.Path, "/1.0/me/bill/"))
	})
	together := batched(func(elements []element) []element {
		for i, e := range elements {
			if which(e.key()) {
				elements[i].Value, elements[i].Error = nil, json.RawMessage(inBatch)
			}
		}
		return elements
	})
	return func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		if isBatch(r) {
			return together(r, account)
		}
		return alone(r, account)
	}
}

// oneMeets has a fault meet one of the bills, eachMeets each.
func oneMeets(f fault) fault {
	return itemsMeet(func(id string) bool { return id == "FR40000003" }, f, "null")
}

func eachMeets(f fault) fault { return itemsMeet(func(string) bool { return true }, f, "null") }

// eachBill changes the bills, in a batch and alone.
func eachBill(change func(bill []byte) []byte) fault {
	alone := rewriting(change).on(bill)
	together := batched(func(elements []element) []element {
		for i := range elements {
			elements[i].Value = change(elements[i].Value)
		}
		return elements
	})
	return func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		if isBatch(r) {
			return together(r, account)
		}
		return alone(r, account)
	}
}

// oneBill changes one of the bills, in a batch and alone.
func oneBill(change func(bill []byte) []byte) fault {
	return eachBill(func(bill []byte) []byte {
		if bytes.Contains(bill, []byte(`"FR40000003"`)) {
			return change(bill)
		}
		return bill
	})
}

// replacingID returns one of the bills the id of another.
func replacingID(bill []byte) []byte {
	return bytes.ReplaceAll(bill, []byte(`"FR40000003"`), []byte(`"FR40000004"`))
}

func replacedBy(body string) func([]byte) []byte {
	return func([]byte) []byte { return []byte(body) }
}

func wrapped(body []byte) []byte { return slices.Concat([]byte("["), body, []byte("]")) }

// replacing returns a member another value, or adds it.
func replacing(member, value string) func([]byte) []byte {
	return changing(member, func(json.RawMessage) json.RawMessage { return json.RawMessage(value) })
}

// quoted makes a string of a number.
func quoted(member string) func([]byte) []byte {
	return changing(member, func(number json.RawMessage) json.RawMessage {
		return json.RawMessage(strconv.Quote(string(number)))
	})
}

func changing(member string, change func(json.RawMessage) json.RawMessage) func([]byte) []byte {
	return func(object []byte) []byte {
		var members map[string]json.RawMessage
		if json.Unmarshal(object, &members) != nil {
			return object
		}
		members = maps.Clone(members)
		members[member] = change(members[member])
		return asJSON(members)
	}
}

// tooDeep is nested deeper than any reader of JSON goes.
var tooDeep = strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
