// The other side of pipeline/apart/workers.h: what a worker's main does.
#pragma once

#include <functional>
#include <string>

#include "pipeline/apart/protocol.h"

namespace dcmscrub {

// Answers `question`, which is its to change. What it throws, and whatever
// signal it ends by, is the end of the worker.
using WorkerWork =
    std::function<std::string(WorkerTask task, std::string& question)>;

// Answers what comes over the standard input until that is closed; an exit
// status. One thread.
int ServeAsWorker(const WorkerWork& work);

}  // namespace dcmscrub
