// A disk under SQLite that loses in a crash what was not synced: what
// FaultyFileSystem is to the pipeline's own files, for the journal, which
// lies on the real disk.
//
// While one lives, every database of this process that is opened goes through
// it. One at a time; no shared memory, so a database in WAL mode has to be
// locked exclusively, as a run's journal is.
#pragma once

#include <memory>

namespace dcmscrub {

class ForgetfulSqlite {
 public:
  ForgetfulSqlite();
  ~ForgetfulSqlite();
  ForgetfulSqlite(const ForgetfulSqlite&) = delete;
  ForgetfulSqlite& operator=(const ForgetfulSqlite&) = delete;

  // From now on nothing is durable any more.
  void TurnPowerOff();
  // What the next run finds: each file as it was when it was last synced with
  // the power on, or none. After all databases are closed.
  void Crash();

 private:
  struct Disk;
  std::unique_ptr<Disk> disk_;
};

}  // namespace dcmscrub
