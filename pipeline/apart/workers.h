// Work on bytes of strangers by a library that aborts when it is surprised, in
// processes of their own: what brings one down, fills its memory or never ends
// costs no more than the one answer, and the next question gets another.
//
// A worker is a program of its own that stands beside this one, and no copy of
// this process: it holds no key and no file of ours, no lock that another
// thread had when it was made, and its memory can be bounded from nothing. And
// whoever asks no question does not load the library. It has one socket, to
// here, and nothing else; protocol.h says what goes over it. It stays for the
// next question, as starting it costs a hundred times what answering does.
//
// A worker heeds no signal that a terminal or a service manager sends to all:
// what is in flight ends in order. It ends when its socket is closed, also by
// the death of this process, at the latest when the patience of its question
// is over.
#pragma once

#include <absl/status/status.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "kernels/core/bytes.h"
#include "pipeline/apart/protocol.h"

namespace dcmscrub {

struct WorkerTerms {
  std::uint64_t memory = std::uint64_t{512} << 20;  // for question and work
  std::uint64_t answer = std::uint64_t{4} << 20;    // bytes, at most
  std::chrono::milliseconds patience{20'000};       // all in all
};

enum class WorkerEnd : std::uint8_t {
  kDone,
  kDied,      // a signal, an exception, no memory, or too long an answer
  kTooLong,   // patience is over
  kNoWorker,  // none could be started
};

// The workers of one command, as many as questions are asked at a time.
class Workers {
 public:
  // The program beside this one; another one for tests.
  explicit Workers(std::string program = WorkerProgram());
  ~Workers();  // ends them, and waits for that
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Starts one, where there is none: whether that works. NotFound: the
  // program is not where it should be.
  absl::Status Start();

  // Waits for the answer to the parts put together. `answer` is empty unless
  // done. Any thread, any number at a time.
  WorkerEnd Ask(WorkerTask task, std::span<const Bytes> question,
                const WorkerTerms& terms, std::string& answer);

  static std::string WorkerProgram();

 private:
  class Worker;

  // One that is free, or a new one; null: there is none.
  std::unique_ptr<Worker> Take();

  const std::string program_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Worker>> free_;
};

}  // namespace dcmscrub
