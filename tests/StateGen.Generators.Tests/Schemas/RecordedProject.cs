using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Analyzers.SG4000;
using StateGen.Schemas;
using StateGen.Schemas.Recording;
using StateGen.TestKit.Compiler;

namespace StateGen.Generators.Tests.Schemas;

/// <summary>The files of recorded schemas, made from the code of the versions that a project shipped.</summary>
internal sealed class RecordedProject
{
    // Many tests ship the same code.
    private static readonly ConcurrentDictionary<string, IReadOnlyList<OperatorSchema>> OperatorsOfCode = new(StringComparer.Ordinal);

    public string Shipped { get; private set; } = SchemaFileFormat.EmptyShipped;

    public string Unshipped { get; private set; } = SchemaFileFormat.EmptyUnshipped;

    public ImmutableArray<AdditionalText> Files =>
        [new InMemoryFile($"/project/{SchemaFileFormat.ShippedName}", Shipped), new InMemoryFile($"/project/{SchemaFileFormat.UnshippedName}", Unshipped)];

    /// <summary>A project that shipped versions of its code, oldest first.</summary>
    public static RecordedProject After(params ReadOnlySpan<string> versions)
    {
        var project = new RecordedProject();
        foreach (var version in versions)
            project.Record(version).Ship();
        return project;
    }

    /// <summary>Records the operators of a version, and the removal of those that it does not have.</summary>
    public RecordedProject Record(string version)
    {
        var declared = OperatorsOf(version);
        var removed = RecordedSchemas.Parse(Shipped, Unshipped).OperatorIds.Except(declared.Select(schema => schema.OperatorId));
        Unshipped = SchemaRecorder.Record(Shipped, Unshipped, declared, removed);
        return this;
    }

    /// <summary>Records operators as they are; others stay as they were.</summary>
    public RecordedProject Record(IEnumerable<OperatorSchema> declared)
    {
        Unshipped = SchemaRecorder.Record(Shipped, Unshipped, declared, []);
        return this;
    }

    public RecordedProject Ship()
    {
        if (SchemaRecorder.Ship(Shipped, Unshipped) is { } shipment)
            (Shipped, Unshipped) = (shipment.Shipped, shipment.Unshipped);
        return this;
    }

    /// <summary>Marks a line as one where a rule must report.</summary>
    public RecordedProject Mark(string line, string ruleId)
    {
        (Shipped, Unshipped) = (Mark(Shipped, line, ruleId), Mark(Unshipped, line, ruleId));
        return this;
    }

    /// <summary>The schemas of the operators in a piece of code.</summary>
    public static IReadOnlyList<OperatorSchema> OperatorsOf(string code) => OperatorsOfCode.GetOrAdd(code, code => OperatorsOf(CompilationFactory.Create([code])));

    /// <summary>The schemas of the operators of a compilation.</summary>
    public static IReadOnlyList<OperatorSchema> OperatorsOf(Compilation compilation)
    {
        var operators = DeclaredSchemaTable.Of(compilation);
        return
        [
            .. compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
                .Where(Generators.Parsing.Symbols.KnownTypes.IsOperator)
                .Select(type => operators.Find(type, TestContext.Current.CancellationToken)?.Schema)
                .OfType<OperatorSchema>(),
        ];
    }

    private static string Mark(string text, string line, string ruleId) => text.Replace($"\n{line}\n", $"\n{{|{ruleId}:{line}|}}\n", StringComparison.Ordinal);
}
