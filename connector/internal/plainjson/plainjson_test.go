package plainjson

import "testing"

func TestEncode(t *testing.T) {
	got, err := Encode(map[string]string{"url": "https://a.test/?b=<c>&d"})
	if err != nil || string(got) != `{"url":"https://a.test/?b=<c>&d"}` {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := Encode(func() {}); err == nil {
		t.Error("a function was encoded")
	}
}
