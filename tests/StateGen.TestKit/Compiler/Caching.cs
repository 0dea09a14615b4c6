using Microsoft.CodeAnalysis;
using StateGen.Generators;

namespace StateGen.TestKit.Compiler;

/// <summary>What a run did again.</summary>
internal static class Caching
{
    /// <summary>The parse steps may run again but must give equal models; everything after them must be cached.</summary>
    public static void AssertCached(GeneratorDriverRunResult result)
    {
        var run = result.Results.Single();
        foreach (var (name, steps) in run.TrackedSteps)
        {
            if (!TrackingNameList.All.Contains(name))
                continue;
            var isParse = TrackingNames.ParseSteps.Contains(name);
            Assert.All(Reasons(steps.Where(step => !CollectsNothing(step))), reason => Assert.True(reason == IncrementalStepRunReason.Cached || (isParse && reason == IncrementalStepRunReason.Unchanged), $"{name} is {reason}"));
        }

        Assert.All(Reasons(run.TrackedOutputSteps.SelectMany(steps => steps.Value)), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    /// <summary>How many files the run wrote anew.</summary>
    public static int CountEmitted(GeneratorDriverRunResult result) =>
        Reasons(result.Results.Single().TrackedOutputSteps.SelectMany(steps => steps.Value))
            .Count(reason => reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified);

    // A collection of nothing is made again, and is equal.
    private static bool CollectsNothing(IncrementalGeneratorRunStep step) =>
        step.Inputs.IsEmpty && step.Outputs.All(output => output.Reason == IncrementalStepRunReason.Unchanged);

    private static IEnumerable<IncrementalStepRunReason> Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        steps.SelectMany(step => step.Outputs).Select(output => output.Reason);
}
