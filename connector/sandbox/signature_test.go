package sandbox

import "testing"

// The keys and the time are those of OVH's own documentation of the signature.
func TestSignature(t *testing.T) {
	got := signature("EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF", "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1", "GET", "https://eu.api.ovh.com/1.0/domain/zone", nil, "1366560945")
	if want := "$1$eba73e191a24380e0d8f7ab822e7166c788b2dec"; got != want {
		t.Errorf("signature %s, want %s", got, want)
	}
}
