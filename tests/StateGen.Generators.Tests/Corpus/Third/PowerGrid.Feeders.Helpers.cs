using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Grid;

public partial class Feeders
{
    private static void Mark(byte[]? flags, bool trip)
    {
        if (flags is null || flags.Length == 0)
            return;
        flags[0] = (byte)(trip ? 1 : 0);
    }

    private static void Summarize(FeederLog log)
    {
        var loads = log.Loads.Order().ToArray();
        for (var i = 0; i < log.Quantiles.Length && loads.Length > 0; i++)
            log.Quantiles[i] = loads[loads.Length * (i + 1) / 4];
        log.Loads.Clear();
    }

    private void AddPeak(double ampere)
    {
        if (Peaks is not { } peaks)
        {
            Peaks = [ampere];
            return;
        }

        if (ampere > peaks[^1])
            peaks[^1] = ampere;
        else if (peaks.Count < 10)
            peaks.Insert(0, ampere);
        else
            return;
        Peaks = peaks;
    }
}
