using System.Diagnostics;
using StateGen.Benchmarks.Musts.Experiments;

namespace StateGen.Benchmarks.Musts;

/// <summary>Measures musts and prints a line for each.</summary>
internal sealed class MustRunner(TextWriter output)
{
    private const int Runs = 5;

    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(17);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromMinutes(19);

    private readonly long _start = Stopwatch.GetTimestamp();
    private int _met;
    private int _missed;
    private int _leftOut;

    /// <summary>Gets a value indicating whether the figures of each experiment are printed too.</summary>
    public bool ShowsFigures { get; init; }

    /// <summary>
    /// Measures musts. An experiment makes fewer runs than five when its share of the time is used up; a line says how many there were. One without
    /// a complete run after 19 minutes has missed its musts.
    /// </summary>
    /// <returns>true if none was missed.</returns>
    public bool Run(IReadOnlyCollection<Must> musts)
    {
        using var outOfTime = new CancellationTokenSource(LongestDuration);
        output.WriteLine($"{Machine.Description}; load {Machine.Load}");
        var weightLeft = musts.Select(must => must.Experiment).Distinct().Sum(experiment => experiment.Weight);
        foreach (var group in musts.GroupBy(must => must.Experiment))
        {
            Run(group.Key, [.. group], (Duration - Stopwatch.GetElapsedTime(_start)) * group.Key.Weight / weightLeft, outOfTime.Token);
            weightLeft -= group.Key.Weight;
        }

        output.WriteLine($"{_met} met, {_missed} missed{(_leftOut > 0 ? $", {_leftOut} left out" : "")}; "
            + $"{Stopwatch.GetElapsedTime(_start).TotalMinutes:F1} minutes; load {Machine.Load}");
        return _missed == 0;
    }

    private void Run(IExperiment experiment, Must[] musts, TimeSpan allowance, CancellationToken outOfTime)
    {
        if (Machine.AvailableMemory < experiment.MemoryNeeded)
        {
            LeaveOut(experiment, musts);
            return;
        }

        try
        {
            var series = Series.Measure(experiment, Runs, allowance, outOfTime);
            Judge(musts, series);
            if (ShowsFigures)
                series.Print(output);
        }
        catch (OperationCanceledException)
        {
            // The time is over. The table says so, because what could not be measured is not met.
            Miss(musts);
        }
    }

    private void Judge(Must[] musts, Series series)
    {
        foreach (var must in musts)
        {
            var verdict = must.Judge(series);
            output.WriteLine(verdict);
            _met += verdict.IsMet ? 1 : 0;
            _missed += verdict.IsMet ? 0 : 1;
        }
    }

    private void Miss(Must[] musts)
    {
        _missed += musts.Length;
        foreach (var must in musts)
            output.WriteLine($"{must.Name,-62} not complete after {LongestDuration.TotalMinutes:F0} minutes: missed");
    }

    private void LeaveOut(IExperiment experiment, Must[] musts)
    {
        _leftOut += musts.Length;
        var reason = $"it needs {experiment.MemoryNeeded >> 20:N0} MB of memory, and {Machine.AvailableMemory >> 20:N0} MB are free";
        foreach (var must in musts)
            output.WriteLine($"{must.Name,-62} left out: {reason}");
    }
}
