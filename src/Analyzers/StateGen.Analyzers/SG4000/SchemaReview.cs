using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Schemas.Recording;

namespace StateGen.Analyzers.SG4000;

/// <summary>
/// Compares the operators of one compilation with their recorded schemas. All rules about schemas share the review, and each reports its part. Thread-safe.
/// </summary>
internal sealed class SchemaReview
{
    private static readonly PerCompilation<ConditionalWeakTable<RecordedSchemas, SchemaReview>> Known = new(static _ => new());

    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<SchemaFinding>> _byType = new(SymbolEqualityComparer.Default);
    private readonly DeclaredSchemaTable _declared;
    private readonly RecordedSchemas _recorded;

    private SchemaReview(Compilation compilation, RecordedSchemas recorded) => (_declared, _recorded) = (DeclaredSchemaTable.Of(compilation), recorded);

    public static SchemaReview Of(Compilation compilation, RecordedSchemas recorded) =>
        Known.Get(compilation).GetValue(recorded, key => new(compilation, key));

    /// <summary>The differences between an operator and its recorded schema.</summary>
    public ImmutableArray<SchemaFinding> Find(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        _byType.GetOrAdd(type, unseen => Review(unseen, cancellationToken));

    /// <summary>
    /// Finds the ids of recorded operators that no longer exist, except for operators whose id only seems to have changed: these are reported at the operator
    /// with the new id.
    /// </summary>
    public IEnumerable<string> FindRemoved(IEnumerable<INamedTypeSymbol> operators, CancellationToken cancellationToken)
    {
        var renamed = operators.Select(type => _declared.Find(type, cancellationToken)).OfType<DeclaredSchema>().Select(FindFormerId);
        return _recorded.OperatorIds.Where(id => !_declared.HasId(id)).Except(renamed.OfType<string>(), StringComparer.Ordinal);
    }

    private ImmutableArray<SchemaFinding> Review(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (_declared.Find(type, cancellationToken) is not { } declared)
            return [];
        var findings = new OperatorFindings(declared, _declared.Compilation);
        if (_recorded.Find(declared.Schema.OperatorId) is not null)
            findings.Add(new OperatorVerdict(_recorded, declared));
        else
            findings.AddUnrecorded(FindFormerId(declared));
        return findings.ToImmutable();
    }

    // An unrecorded operator has the key and states of a recorded operator that no longer exists: without a report, its state would be lost silently.
    private string? FindFormerId(DeclaredSchema declared) =>
        declared.Schema.States.Count == 0 || _recorded.Find(declared.Schema.OperatorId) is not null
            ? null
            : _recorded.OperatorIds.FirstOrDefault(id => _recorded.ChainOf(id).Count > 0 && HasShape(id, declared) && !_declared.HasId(id));

    private bool HasShape(string operatorId, DeclaredSchema declared) =>
        _recorded.IsRecorded(declared.Schema with { OperatorId = operatorId });
}
