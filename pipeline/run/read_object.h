// One file, read and indexed as a run would, for those who look and do not
// write.
#pragma once

#include <cstdint>
#include <string>

#include "pipeline/files/file_system.h"
#include "pipeline/run/work_item.h"

namespace dcmscrub {

// Fills `item` with the object at `path`, facts included, by way of `ticket`,
// which is decided where it cannot be. Links are followed. Values of pixel
// data and the like stay on the disk.
void ReadObject(const std::string& path, FileSystem& file_system,
                Ticket& ticket, WorkItem& item);

}  // namespace dcmscrub
