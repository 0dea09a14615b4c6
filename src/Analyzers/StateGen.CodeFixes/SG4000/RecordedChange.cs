using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Analyzers.SG4000;
using StateGen.Schemas;
using StateGen.Schemas.Recording;

namespace StateGen.CodeFixes.SG4000;

/// <summary>What diagnostics ask to record, together: the same for one of them and for all.</summary>
internal sealed class RecordedChange
{
    private readonly SortedDictionary<string, OperatorSchema> _declared = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _removed = new(StringComparer.Ordinal);

    public RecordedChange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Add(diagnostic.Properties);
    }

    /// <summary>The text of the file of what is not shipped, once the changes are recorded.</summary>
    /// <exception cref="FormatException">A file is malformed.</exception>
    public string Write(string shipped, string unshipped) => SchemaRecorder.Record(shipped, unshipped, _declared.Values, _removed);

    private void Add(ImmutableDictionary<string, string?> properties)
    {
        if (properties.TryGetValue(SchemaProperties.Schema, out var text) && OperatorSchema.Parse(text!) is var schema)
            _declared[schema.OperatorId] = schema;
        foreach (var name in new[] { SchemaProperties.RemovedOperator, SchemaProperties.GivenUpOperator })
        {
            if (properties.TryGetValue(name, out var operatorId))
                _removed.Add(operatorId!);
        }
    }
}
