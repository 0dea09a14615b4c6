using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG3000;

/// <summary>SG3004. Reports options of a pipeline that have an effect only together with another option, which is not set.</summary>
internal sealed class IneffectiveOptionRule() : OptionsRule(DiagnosticCatalogue.IneffectiveOption)
{
    private static readonly (string Option, string Needed, string Consequence)[] Needs =
    [
        ("CheckpointInterval", "CheckpointTo", "The pipeline will be rejected when it starts"),
        ("CheckpointTrigger", "CheckpointTo", "The pipeline will be rejected when it starts"),
        ("RetainedCheckpoints", "CheckpointTo", "The option has no effect"),
        ("MinimumPause", "CheckpointInterval", "The option has no effect"),
        ("TolerableCheckpointFailures", "CheckpointInterval", "The option has no effect"),
        ("StopOnTermination", "CheckpointTo", "The pipeline will be rejected when it starts"),
        ("StopRequested", "CheckpointTo", "The pipeline will be rejected when it starts"),
        ("Restart", "CheckpointTo", "The job restarts from the beginning without its state"),
        ("ProgressInterval", "Progress", "The option has no effect"),
    ];

    public override IEnumerable<Diagnostic> Find(OptionAssignments options) =>
        options.AreOfPipeline && options.AreAll && !options.MayBeChanged
            ? Needs.SelectMany(need => Find(options, need.Option, need.Needed, need.Consequence))
            : [];

    private IEnumerable<Diagnostic> Find(OptionAssignments options, string option, string needed, string consequence) =>
        options.Has(option) && !options.Has(needed) && options.Find(option) is { } set && !IsNone(set.Value)
            ? [Diagnostic.Create(Rule, set.Syntax.GetLocation(), option, needed, consequence)]
            : [];

    private static bool IsNone(IOperation value) => OperationContext.Unwrap(value) switch
    {
        { ConstantValue: { HasValue: true, Value: false } } or IDefaultValueOperation => true,
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "None", ContainingType.Name: "RestartStrategy" or "CancellationToken" } } => true,
        _ => false,
    };
}
