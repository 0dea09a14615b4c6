using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2010. Reports clocks, random numbers and hash codes in the code that callbacks run, and in key selectors.</summary>
internal sealed class NondeterministicCallbackRule()
    : CallbackOperationRule(
        DiagnosticCatalogue.NondeterministicCallback, OperationKind.PropertyReference, OperationKind.Invocation, OperationKind.ObjectCreation)
{
    protected override object?[]? Find(IOperation operation) => UnstableSources.Find(operation) is var (name, advice) ? [name, advice] : null;

    public override Action<OperationAnalysisContext> LookAtCall => ReportKeySelector;

    private void ReportKeySelector(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "KeyBy" || !KnownTypes.IsEventStream(call.TargetMethod.ContainingType))
            return;
        foreach (var diagnostic in call.Arguments.SelectMany(argument => argument.Descendants()).Select(Describe).OfType<Diagnostic>())
            context.ReportDiagnostic(diagnostic);
    }
}

/// <summary>
/// Recognizes sources that return another value when the same event is processed again: clocks, random numbers, new identifiers and hash codes that differ
/// between processes.
/// </summary>
internal static class UnstableSources
{
    private const string Time = "use the event time, context.Timestamp";
    private const string Chance = "derive the value from the event or the key";
    private const string Hash = "hash codes differ between processes, so use a hash function with a fixed algorithm";

    // This format writes String and Object instead of the keywords.
    private static readonly SymbolDisplayFormat Names = new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private static readonly ImmutableDictionary<string, string> Advice = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["System.DateTime.Now"] = Time,
        ["System.DateTime.Today"] = Time,
        ["System.DateTime.UtcNow"] = Time,
        ["System.DateTimeOffset.Now"] = Time,
        ["System.DateTimeOffset.UtcNow"] = Time,
        ["System.Environment.TickCount"] = Time,
        ["System.Environment.TickCount64"] = Time,
        ["System.TimeProvider.GetLocalNow"] = Time,
        ["System.TimeProvider.GetUtcNow"] = Time,
        ["System.Guid.CreateVersion7"] = Chance,
        ["System.Guid.NewGuid"] = Chance,
        ["System.Random.Shared"] = Chance,
        ["System.IO.Path.GetRandomFileName"] = Chance,
        ["System.Security.Cryptography.RandomNumberGenerator.Create"] = Chance,
        ["System.Security.Cryptography.RandomNumberGenerator.Fill"] = Chance,
        ["System.Security.Cryptography.RandomNumberGenerator.GetBytes"] = Chance,
        ["System.Security.Cryptography.RandomNumberGenerator.GetInt32"] = Chance,
        ["System.HashCode.Combine"] = Hash,
        ["System.HashCode.ToHashCode"] = Hash,
        ["System.Object.GetHashCode"] = Hash,
        ["System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode"] = Hash,
        ["System.String.GetHashCode"] = Hash,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The name of the source that an operation reads, and the advice for replacing it; null if the operation reads none.</summary>
    public static (string Name, string Advice)? Find(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: var property } => Find(property),
        IInvocationOperation { TargetMethod: var method } => Find(method),
        IObjectCreationOperation { Arguments.IsEmpty: true, Type: { Name: "Random" } type } when IsSystem(type) => ("new Random()", Chance),
        _ => null,
    };

    private static (string, string)? Find(ISymbol member)
    {
        var name = $"{member.ContainingType.OriginalDefinition.ToDisplayString(Names)}.{member.Name}";
        return Advice.TryGetValue(name, out var advice) ? ($"{member.ContainingType.Name}.{member.Name}", advice) : null;
    }

    private static bool IsSystem(ITypeSymbol type) => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
