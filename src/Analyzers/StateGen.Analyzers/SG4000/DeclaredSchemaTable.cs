using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Schemas;
using StateGen.Schemas;
using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>
/// Provides the declared schemas of the operators of one compilation. All analyzers share the table, and it is released with the compilation. Thread-safe.
/// </summary>
internal sealed class DeclaredSchemaTable
{
    private static readonly PerCompilation<DeclaredSchemaTable> Known = new(static compilation => new(compilation));

    private readonly ConcurrentDictionary<INamedTypeSymbol, DeclaredSchema?> _byType = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;
    private readonly Lazy<HashSet<string>> _ids;

    private DeclaredSchemaTable(Compilation compilation)
    {
        _compilation = compilation;
        _ids = new(() => new(OperatorsOf(compilation).Select(declaration => declaration.Id), StringComparer.Ordinal));
    }

    public Compilation Compilation => _compilation;

    public static DeclaredSchemaTable Of(Compilation compilation) => Known.Get(compilation);

    /// <summary>The schema of an operator class; null if the class is not an operator or has problems, which other rules report.</summary>
    public DeclaredSchema? Find(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        _byType.GetOrAdd(type, unparsed => Parse(unparsed, cancellationToken));

    /// <summary>Indicates whether any operator of the compilation has an id. The first call visits every type of the compilation.</summary>
    public bool HasId(string operatorId) => _ids.Value.Contains(operatorId);

    private DeclaredSchema? Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var reporter = new CollectingReporter();
        var model = OperatorDeclaration.Find(type) is { } declaration ? new OperatorParser(_compilation, reporter, cancellationToken).Parse(declaration) : null;
        return model is { Binding: { OperatorId.Length: > 0 } binding, Stubs.Count: 0 } && reporter.Problems.IsEmpty
            ? new(type, SchemaBuilder.Build(binding), SchemaBuilder.BuildUpgrades(binding))
            : null;
    }

    private static IEnumerable<OperatorDeclaration> OperatorsOf(Compilation compilation) =>
        TypesOf(compilation.Assembly.GlobalNamespace).Select(OperatorDeclaration.Find).OfType<OperatorDeclaration>();

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container) => container.GetMembers().OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? TypesOf(type).Prepend(type) : TypesOf(member));
}

/// <summary>An operator class with the schema that is generated for it.</summary>
/// <param name="Type">The operator class.</param>
/// <param name="Schema">The schema of the operator.</param>
/// <param name="Upgrades">The upgrades that the states declare.</param>
internal sealed record DeclaredSchema(INamedTypeSymbol Type, OperatorSchema Schema, EquatableArray<StateUpgradeSchema> Upgrades)
{
    /// <summary>The property that declares a state; null if the operator has no such state.</summary>
    public IPropertySymbol? FindState(string name) =>
        StateDeclaration.In(Type).FirstOrDefault(state => state.Name == name)?.Property;
}
