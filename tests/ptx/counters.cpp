#include "counters.h"

#include <algorithm>
#include <cstdio>

namespace ptx
{

Counters sum(const Module &module, const std::vector<Tally> &tallies)
{
    Counters c;
    for (size_t place = 0; place < tallies.size(); place++) {
        const Tally &tally = tallies[place];
        const Description &description = module.descriptions[place];
        c.warp_instructions += tally.executions;
        c.lane_instructions += tally.lanes;
        c.issue_slots += tally.executions * description.issue_slots;
        if (description.issue_slots) {
            c.issued += tally.executions;
            c.issued_lanes += tally.lanes;
        }
        c.by_pipe[static_cast<int>(description.pipe)] += tally.executions;
        const uint64_t flops = tally.lanes * description.flops_per_lane + tally.executions * description.flops_per_warp;
        (description.pipe == Pipe::fp32 ? c.fp32_flops : c.fp64_flops) += flops;
        c.wavefronts += tally.wavefronts;
        c.ideal_wavefronts += tally.ideal_wavefronts;
        c.sectors += tally.sectors;
        c.ideal_sectors += tally.ideal_sectors;
    }
    return c;
}

std::string describe(const Counters &c)
{
    const auto number = [](uint64_t value) { return static_cast<unsigned long long>(value); };
    char text[600];
    std::snprintf(text, sizeof text,
                  "issue slots        %llu\n"
                  "SIMT efficiency    %.1f %%\n"
                  "FP64 instructions  %llu, %llu flops with those of mma\n"
                  "mma                %llu\n"
                  "shuffles           %llu\n"
                  "shared wavefronts  %llu, ideal %llu\n"
                  "global sectors     %llu, ideal %llu\n"
                  "barriers           %llu arrivals of a warp\n"
                  "warp barriers      %llu\n",
                  number(c.issue_slots), 100 * c.simt_efficiency(), number(c.of(Pipe::fp64)), number(c.fp64_flops),
                  number(c.matrix_instructions()), number(c.of(Pipe::shuffle)), number(c.wavefronts),
                  number(c.ideal_wavefronts), number(c.sectors), number(c.ideal_sectors), number(c.barriers()),
                  number(c.of(Pipe::warp_barrier)));
    return text;
}

std::string worst_lines(const Module &module, const std::vector<Tally> &tallies, int count)
{
    std::map<std::pair<int, int>, Tally> lines; // by source line, or by PTX line where there is none
    for (size_t place = 0; place < tallies.size(); place++) {
        const Description &at = module.descriptions[place];
        Tally &line =
            lines[at.source_line ? std::make_pair(at.source_file, at.source_line) : std::make_pair(-1, at.line)];
        line.wavefronts += tallies[place].wavefronts;
        line.ideal_wavefronts += tallies[place].ideal_wavefronts;
        line.sectors += tallies[place].sectors;
        line.ideal_sectors += tallies[place].ideal_sectors;
    }
    std::vector<std::pair<uint64_t, std::string>> waste;
    for (const auto &[line, tally] : lines) {
        const uint64_t lost =
            tally.wavefronts - tally.ideal_wavefronts + tally.sectors - std::min(tally.sectors, tally.ideal_sectors);
        if (lost == 0) continue;
        const std::string where = line.first < 0 ? "PTX line " : module.source_files.at(line.first) + ":";
        char text[160];
        std::snprintf(
            text, sizeof text, "%d: wavefronts %llu (ideal %llu), sectors %llu (ideal %llu)\n", line.second,
            static_cast<unsigned long long>(tally.wavefronts), static_cast<unsigned long long>(tally.ideal_wavefronts),
            static_cast<unsigned long long>(tally.sectors), static_cast<unsigned long long>(tally.ideal_sectors));
        waste.emplace_back(lost, where + text);
    }
    std::sort(waste.rbegin(), waste.rend());
    std::string result;
    for (size_t i = 0; i < waste.size() && i < static_cast<size_t>(count); i++) {
        result += waste[i].second;
    }
    return result;
}

} // namespace ptx
