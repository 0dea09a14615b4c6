using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;
using StateGen.Schemas;

namespace StateGen.Analyzers.SG3000;

/// <summary>
/// SG3002. Reports collections inside value states of operators that run on disk, at the end of the compilation, because options may be set anywhere in it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CollectionInValueStateAnalyzer() : RuleAnalyzer(DiagnosticCatalogue.CollectionInValueState)
{
    private protected override void Start(CompilationStartAnalysisContext context)
    {
        var operators = CollectOperators(context);
        var configured = new ConcurrentBag<ITypeSymbol>();
        context.RegisterOperationAction(operation => Collect(operation.Operation, configured), OperationKind.ObjectCreation, OperationKind.With);
        context.RegisterCompilationEndAction(end => Report(end, operators, configured.Any(KnownTypes.IsRocksDbBackend)));
    }

    private static void Collect(IOperation operation, ConcurrentBag<ITypeSymbol> configured)
    {
        if (OptionAssignments.Find(operation)?.Find("Backend") is not { Value: var backend })
            return;
        foreach (var type in ChosenBackends.TypesOf(backend))
            configured.Add(type);
    }

    private static void Report(CompilationAnalysisContext context, ConcurrentBag<OperatorDeclaration> operators, bool isConfigured)
    {
        foreach (var declaration in operators)
        {
            if (FindSeverity(declaration, isConfigured) is not { } severity)
                continue;
            foreach (var state in ValueStatesOf(declaration.Type))
            {
                if (NestedCollections.Find(KnownTypes.FindAccumulator(state.Type) ?? state.Type) is { } collection)
                    context.ReportDiagnostic(Describe(state, collection, severity, context.CancellationToken));
            }
        }
    }

    // Options may belong to another pipeline, or to a test. Null if the operator does not run on disk.
    private static DiagnosticSeverity? FindSeverity(OperatorDeclaration declaration, bool isConfigured)
    {
        if (ChosenBackends.FindDeclared(declaration) is { } backend)
            return KnownTypes.IsRocksDbBackend(backend) ? DiagnosticSeverity.Warning : null;
        return isConfigured ? DiagnosticSeverity.Info : null;
    }

    private static IEnumerable<IPropertySymbol> ValueStatesOf(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Where(property => KnownTypes.IsState(property)
            && (!KnownTypes.IsCollection(property.Type) || KnownTypes.IsWindowState(property.Type)));

    private static Diagnostic Describe(
        IPropertySymbol state, ITypeSymbol collection, DiagnosticSeverity severity, CancellationToken cancellationToken)
    {
        var properties = NestedCollections.IsReplaceable(state, collection)
            ? ImmutableDictionary<string, string?>.Empty.Add(BackendProperties.CollectionState, NestedCollections.StateFor(collection).Split('<')[0])
            : null;
        return Diagnostic.Create(
            DiagnosticCatalogue.CollectionInValueState, new DiagnosticLocation(state, DeclarationPart.PropertyType).Locate(cancellationToken), severity,
            additionalLocations: null, properties, state.Name, TypeNames.InMessages(collection).TrimEnd('?'), NestedCollections.StateFor(collection));
    }
}

/// <summary>Finds collections inside the values of state.</summary>
internal static class NestedCollections
{
    /// <summary>
    /// The collection that a value is or contains; null if there is none. A collection of bytes does not count, because it is read as a whole.
    /// </summary>
    public static ITypeSymbol? Find(ITypeSymbol type) => Find(type, new(SymbolEqualityComparer.Default));

    /// <summary>The type of the collection state that stores the elements individually.</summary>
    public static string StateFor(ITypeSymbol collection)
    {
        var elements = CollectionTypeTable.ElementsOf(collection).Select(TypeNames.InMessages).ToArray();
        var found = CollectionTypeTable.Find(collection)!;
        return found.SchemaName switch
        {
            BuiltInTypes.Map when found.IsSorted => $"SortedMapState<{string.Join(", ", elements)}>",
            BuiltInTypes.Set when found.IsSorted => $"SortedMapState<{elements[0]}, bool>",
            BuiltInTypes.Map => $"MapState<{string.Join(", ", elements)}>",
            BuiltInTypes.Set => $"MapState<{elements[0]}, bool>",
            _ => $"ListState<{elements[0]}>",
        };
    }

    /// <summary>Indicates whether the value itself is an immutable list or dictionary, whose uses have counterparts in a collection state.</summary>
    public static bool IsReplaceable(IPropertySymbol state, ITypeSymbol collection) =>
        collection.MetadataName is "ImmutableArray`1" or "ImmutableList`1" or "ImmutableDictionary`2"
        && (SymbolEqualityComparer.Default.Equals(state.Type, collection) || state.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T);

    private static ITypeSymbol? Find(ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var underlying] })
            return Find(underlying, seen);
        if (CollectionTypeTable.Find(type) is not null)
            return CollectionTypeTable.ElementsOf(type).First().SpecialType == SpecialType.System_Byte ? null : type;
        return seen.Add(type) ? FieldTypesOf(type).Select(field => Find(field, seen)).FirstOrDefault(found => found is not null) : null;
    }

    // Fields are examined, because a property may compute its value.
    private static IEnumerable<ITypeSymbol> FieldTypesOf(ITypeSymbol type) => type.DeclaringSyntaxReferences.IsEmpty && !type.IsTupleType
        ? []
        : type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic).Select(field => field.Type);
}
