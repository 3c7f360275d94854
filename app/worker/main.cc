// dcmscrub-gdcm: reads objects and frames with GDCM for the programs beside
// it. See pipeline/apart/workers.h; nobody else is to call it.
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

#include "pipeline/apart/serve.h"
#include "pipeline/gdcm/gdcm_frames.h"
#include "pipeline/gdcm/gdcm_reader.h"

int main() {
  using dcmscrub::WorkerTask;
  int type = 0;
  socklen_t size = sizeof type;
  if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
    std::fputs("dcmscrub-gdcm: only for dcmscrub to call\n", stderr);
    return 2;
  }
  dcmscrub::SilenceGdcm();
  try {
    return dcmscrub::ServeAsWorker(
        [](WorkerTask task, std::string& question) -> std::string {
          switch (task) {
            case WorkerTask::kDecompress:
              return dcmscrub::DecompressFrame(question);
            case WorkerTask::kReadObject:
              return dcmscrub::ReadObjectWithGdcm(question);
            case WorkerTask::kReadInstance:
              return dcmscrub::ReadInstanceWithGdcm(question);
          }
          return {};
        });
  } catch (...) {  // of any library: all that counts is that it failed
    _exit(1);
  }
}
