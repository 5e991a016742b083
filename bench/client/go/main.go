// Go's net/http as a service uses it: one http.Client, a goroutine a request under way, encoding/json both ways.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type settings struct {
	Email    string `json:"email"`
	Password string `json:"password"`
	MaxJobs  int    `json:"maxJobs"`
}

type account struct {
	Email   string `json:"email"`
	MaxJobs int    `json:"maxJobs"`
	Jwt     struct {
		Token string  `json:"token"`
		Exp   float64 `json:"exp"`
		Iat   float64 `json:"iat"`
		Id    int64   `json:"id"`
	} `json:"jwt"`
}

func giveUp(why any) {
	fmt.Fprintln(os.Stderr, "bench:", why)
	os.Exit(1)
}

func upsert(client *http.Client, port int, index int64) {
	email := fmt.Sprintf("user%06d@example.com", index%1000000)
	body, err := json.Marshal(settings{email, "correct horse battery staple 42", 5})
	if err != nil {
		giveUp(err)
	}
	url := fmt.Sprintf("https://127.0.0.1:%d/v1/runwayml/accounts/%s", port, email)
	request, err := http.NewRequest("POST", url, bytes.NewReader(body))
	if err != nil {
		giveUp(err)
	}
	request.Header.Set("Authorization", "Bearer user:1234-abcdefghijklmnop")
	request.Header.Set("User-Agent", "bench/1.0")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		giveUp(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		giveUp(err)
	}
	var received account
	if err := json.Unmarshal(content, &received); err != nil {
		giveUp(err)
	}
	if response.StatusCode != 200 || received.MaxJobs != 5 || received.Jwt.Token == "" {
		giveUp("not the account that was hoped for")
	}
}

func run(client *http.Client, port int, connections int, requests int64, sent *int64) {
	var taken int64
	var workers sync.WaitGroup
	for i := 0; i < connections; i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for atomic.AddInt64(&taken, 1) <= requests {
				upsert(client, port, atomic.AddInt64(sent, 1)-1)
			}
		}()
	}
	workers.Wait()
}

func cpu() (float64, float64) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		giveUp(err)
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(usage.Utime), seconds(usage.Stime)
}

func residentMemory() int {
	text, err := os.ReadFile("/proc/self/statm")
	var total, resident int
	if err == nil {
		_, err = fmt.Sscan(string(text), &total, &resident)
	}
	if err != nil {
		giveUp(err)
	}
	return resident * os.Getpagesize() / 1024
}

func main() {
	port := flag.Int("port", 0, "")
	ca := flag.String("ca", "", "")
	connections := flag.Int("connections", 1, "")
	warmUp := flag.Int64("warm-up", 0, "")
	requests := flag.Int64("requests", 0, "")
	flag.Parse()
	time.AfterFunc(5*time.Minute, func() { giveUp("it takes too long") })

	memoryAtFirst := residentMemory()
	authorities := x509.NewCertPool()
	pem, err := os.ReadFile(*ca)
	if err != nil || !authorities.AppendCertsFromPEM(pem) {
		giveUp("cannot read the CA file")
	}
	client := &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig:     &tls.Config{RootCAs: authorities},
			MaxIdleConnsPerHost: *connections,
			MaxConnsPerHost:     *connections,
		},
	}
	var sent int64
	run(client, *port, *connections, *warmUp, &sent)
	userBefore, systemBefore := cpu()
	begin := time.Now()
	run(client, *port, *connections, *requests, &sent)
	taken := time.Since(begin)
	user, system := cpu()
	fmt.Printf("{\"client\": \"go_net_http\", \"connections\": %d, \"requests\": %d, \"seconds\": %.6f, "+
		"\"cpu_user\": %.6f, \"cpu_system\": %.6f, \"memory_at_first_kib\": %d, \"memory_in_use_kib\": %d}\n",
		*connections, *requests, taken.Seconds(), user-userBefore, system-systemBefore, memoryAtFirst,
		residentMemory())
}
