package apischema

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNearest(t *testing.T) {
	candidates := []string{"/me/bill", "/me/bills/{id}", "/me/bill/{billId}", "/me/bull", "/me/ball", "/me/order", "/me/sub/a"}
	tests := []struct {
		name, path string
		want       []string
	}{
		{"best first, then by name, three at most", "/me/bll", []string{"/me/ball", "/me/bill", "/me/bull"}},
		{"letter case", "/Me/Order", []string{"/me/order"}},
		{"a value in a placeholder's position costs nothing", "/me/billl/some-very-long-id", []string{"/me/bill/{billId}", "/me/bills/{id}"}},
		{"another word is no misspelling", "/me/invoice", nil},
		{"another length is another path", "/me/order/1/2", nil},
		{"one letter of a short word", "/me/sub/b", []string{"/me/sub/a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, nearestPaths(tt.path, candidates)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearestSections(t *testing.T) {
	resources := []string{"/dedicated/server", "/dedicated/nasha", "/domain", "/me", "/vps"}
	tests := []struct {
		path string
		want []string
	}{
		{"/dedicated/servers/{x}/task", []string{"/dedicated/server"}},
		{"/dedicate/nashas", []string{"/dedicated/nasha"}},
		{"/domains", []string{"/domain"}},
		{"/VPS/x", []string{"/vps"}},
		{"/cloud/project", nil},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, nearestSections(tt.path, resources)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
