package yente_test

import (
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
)

// TestPythonClient has a client in Python call the service over the network.
func TestPythonClient(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	service := httptest.NewServer(newServer(t))
	defer service.Close()
	out, err := exec.Command(python, "testdata/client.py", service.URL).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "calls were answered") {
		t.Errorf("%v\n%s", err, out)
	}
}
