using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.States;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.Operators;

/// <summary>
/// Turns a class that is marked <c>[Operator]</c> into its model. What is wrong goes to the reporter, and what can be emitted all the same is
/// in the model. Runs on compilations before generation (the generator) and after it (the analyzers) with the same result.
/// </summary>
internal sealed class OperatorParser(Compilation compilation, IProblemReporter reporter, CancellationToken cancellationToken)
{
    /// <summary>Parses a class; null when nothing can be added to it.</summary>
    public OperatorModel? Parse(INamedTypeSymbol type)
    {
        var properties = FindStateProperties(type);
        var canBeAddedTo = CanBeAddedTo(type, properties);
        var names = MemberNames.Of(type);
        var scope = new CodecScope(compilation, type, names);
        var brokenRule = new OperatorRules(reporter).Check(type);
        var key = brokenRule is null ? ParseKey(type, scope, out brokenRule) : null;
        var states = new StateParser(scope, names, reporter, cancellationToken);
        states.Parse(properties, brokenRule);
        return !canBeAddedTo ? null : new()
        {
            FileName = TypeNames.ToFileName(TypeNames.InMetadata(type)),
            Type = PartialTypeParser.Parse(type),
            Binding = key is null ? null : Bind(type, key, scope, names, states),
            Stubs = states.Stubs,
        };
    }

    private static BindingModel Bind(INamedTypeSymbol type, TypeUse key, CodecScope scope, MemberNames names, StateParser states) => new()
    {
        OperatorId = OperatorIds.Of(type),
        RequiredBackend = RequiredBackends.Find(type) is { } backend ? TypeNames.AtRunTime(backend) : null,
        Key = key,
        OverrideAccessibility = SeesInternals(type) ? "protected internal" : "protected",
        Values = states.Values,
        Collections = states.Collections,
        Codecs = scope.Codecs,
        Upgrades = states.Upgrades,
        TypeParameters = scope.TypeParameters,
        Names = ChooseNames(names),
    };

    // Two properties of one name are an error of the compiler (CS9251); a second half would only add to it.
    private static List<IPropertySymbol> FindStateProperties(INamedTypeSymbol type) =>
        [.. type.GetMembers().OfType<IPropertySymbol>().Where(KnownTypes.IsState).GroupBy(property => property.MetadataName, StringComparer.Ordinal).Select(same => same.First())];

    // The compiler reports an error (CS0751, CS9248) for every partial property that stays without its half.
    private bool CanBeAddedTo(INamedTypeSymbol type, List<IPropertySymbol> properties)
    {
        var hidesAnalyzers = properties.Any(StateDeclarationRules.IsPartialHalf);
        if (PartialTypeParser.FindFileLocal(type) is { } fileLocal)
            reporter.Report(new(DiagnosticCatalogue.FileLocalType, new(fileLocal, SitePart.Name), hidesAnalyzers, [fileLocal.Name]));
        else if (PartialTypeParser.FindNotPartial(type, cancellationToken) is { } notPartial)
            reporter.Report(new(DiagnosticCatalogue.NotPartial, new(notPartial, SitePart.Name), hidesAnalyzers, [notPartial.Name]));
        else
            return true;
        return false;
    }

    private TypeUse? ParseKey(INamedTypeSymbol type, CodecScope scope, out string? brokenRule)
    {
        var keys = new KeyParser(scope, cancellationToken);
        var keyType = KnownTypes.FindKeyedOperator(type)!.TypeArguments[0];
        if (FileLocalTypes.Find(keyType) is { } fileLocal)
        {
            reporter.Report(new(DiagnosticCatalogue.FileLocalType, new(type, SitePart.KeyType), HidesAnalyzers: true, [fileLocal.Name]));
            brokenRule = DiagnosticCatalogue.FileLocalType.Id;
            return null;
        }

        var key = keys.Parse(keyType);
        brokenRule = key is null ? DiagnosticCatalogue.UnsupportedKey.Id : null;
        if (keys.Refusal is { Kind: not RefusalKind.Unknown } refusal)
            reporter.Report(new(DiagnosticCatalogue.UnsupportedKey, new(type, SitePart.KeyType), HidesAnalyzers: false, [$"operator '{type.Name}'", refusal.Path, refusal.Reason]));
        return key;
    }

    private static bool SeesInternals(INamedTypeSymbol type)
    {
        var runtime = KnownTypes.FindKeyedOperator(type)!.ContainingAssembly;
        return SymbolEqualityComparer.Default.Equals(runtime, type.ContainingAssembly) || runtime.GivesAccessTo(type.ContainingAssembly);
    }

    private static MemberNamesModel ChooseNames(MemberNames names) => new()
    {
        Schema = names.Choose("__schema"),
        Definition = names.Choose("__definition"),
        Rows = names.Choose("__rows"),
        Slot = names.Choose("__slot"),
        Row = names.Choose("__row"),
        Clock = names.Choose("__clock"),
        LoadRow = names.Choose("__LoadRow"),
        RowType = names.Choose("__Row"),
        RowCodecType = names.Choose("__RowCodec"),
    };
}
