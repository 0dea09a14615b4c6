using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG3000;

/// <summary>SG3006. Reports a parallelism for which there are too few key groups, or that distributes them unevenly.</summary>
internal sealed class UnsuitableParallelismRule() : OptionsRule(DiagnosticCatalogue.UnsuitableParallelism)
{
    private const int DefaultMaxParallelism = 128;

    // A subtask with 20% more key groups than the average makes the job about 20% slower than an even distribution.
    private const double TolerableShare = 1.2;

    public override IEnumerable<Diagnostic> Find(OptionAssignments options)
    {
        var subtasks = options.FindNumber("Parallelism");
        var usesDefault = options.AreAll && !options.MayBeChanged && !options.Has("MaxParallelism");
        var keyGroups = options.FindNumber("MaxParallelism") ?? (usesDefault ? DefaultMaxParallelism : null);
        return subtasks is > 0 && keyGroups is > 0 && Describe(subtasks.Value, keyGroups.Value) is var (problem, severity)
            ? [Diagnostic.Create(Rule, options.Find("Parallelism")!.Syntax.GetLocation(), severity, [], null, problem)]
            : [];
    }

    private static (string Problem, DiagnosticSeverity Severity)? Describe(int subtasks, int keyGroups)
    {
        if (subtasks > keyGroups)
        {
            return ($"{subtasks} subtasks need at least one key group each, but there are only {keyGroups}; "
                + "raise MaxParallelism, which cannot change for the life of the state, or lower Parallelism", DiagnosticSeverity.Warning);
        }

        var most = (keyGroups + subtasks - 1) / subtasks;
        return most * subtasks > TolerableShare * keyGroups
            ? ($"{subtasks} subtasks share {keyGroups} key groups unevenly: one has {most}, another {keyGroups / subtasks}; "
                + "make MaxParallelism a multiple of Parallelism, or much larger", DiagnosticSeverity.Info)
            : null;
    }
}
