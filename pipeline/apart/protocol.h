// What goes over the socket between this program and a worker, both of one
// build and on one machine, so numbers are as memory has them:
//
//   worker    kWorkerHello of hello.h, once
//   here      WorkerQuestion, and so many bytes as it says
//   worker    WorkerAnswer, and so many bytes as it says; or its end
//
// and so on from the second line, until one of them closes it.
#pragma once

#include <cstdint>

namespace dcmscrub {

enum class WorkerTask : std::uint32_t {
  kDecompress,    // pipeline/pictures/frame_message.h
  kReadObject,    // pipeline/verify/reading/object_message.h
  kReadInstance,  // of a file or its first part; the answer is the UID
};

struct WorkerQuestion {
  WorkerTask task = WorkerTask::kDecompress;
  std::uint32_t seconds = 0;  // it is killed after so many
  std::uint64_t memory = 0;   // on top of what is in use
  std::uint64_t size = 0;
};

struct WorkerAnswer {
  std::uint64_t size = 0;
  bool last = false;  // it leaves, as it has grown too much
};

}  // namespace dcmscrub
