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
    public OperatorModel? Parse(OperatorDeclaration declaration)
    {
        var type = declaration.Type;
        var declared = FindStates(type);
        var canBeAddedTo = CanBeAddedTo(type, declared);
        var names = MemberNames.Of(type);
        var scope = new CodecScope(compilation, type, names);
        var brokenRule = new OperatorRules(reporter).Check(declaration);
        var key = brokenRule is null ? ParseKey(type, scope, out brokenRule) : null;
        var states = new StateParser(scope, names, reporter, cancellationToken);
        states.Parse(declared, brokenRule);
        return !canBeAddedTo ? null : new()
        {
            FileName = TypeNames.ToFileName(TypeNames.InMetadata(type)),
            Type = PartialTypeParser.Parse(type),
            Binding = key is null ? null : Bind(declaration, key, scope, names, states),
            Stubs = states.Stubs,
        };
    }

    private static BindingModel Bind(OperatorDeclaration declaration, TypeUse key, CodecScope scope, MemberNames names, StateParser states) => new()
    {
        OperatorId = declaration.Id,
        RequiredBackend = declaration.RequiredBackend is { } backend ? TypeNames.AtRunTime(backend) : null,
        Key = key,
        OverrideAccessibility = SeesInternals(declaration.Type) ? "protected internal" : "protected",
        Values = states.Values,
        Collections = states.Collections,
        Codecs = scope.Codecs,
        Upgrades = states.Upgrades,
        TypeParameters = scope.TypeParameters,
        Names = ChooseNames(names),
    };

    // Two properties of one name are an error of the compiler (CS9251); a second half would only add to it.
    private static List<StateDeclaration> FindStates(INamedTypeSymbol type) =>
        [.. StateDeclaration.In(type).GroupBy(state => state.Property.MetadataName, StringComparer.Ordinal).Select(same => same.First())];

    // The compiler reports an error (CS0751, CS9248) for every partial property that stays without its half.
    private bool CanBeAddedTo(INamedTypeSymbol type, List<StateDeclaration> states)
    {
        var hidesAnalyzers = states.Any(state => StateDeclarationRules.IsPartialHalf(state.Property));
        if (PartialTypeParser.FindFileLocal(type) is { } fileLocal)
            reporter.Report(new(DiagnosticCatalogue.FileLocalType, new(fileLocal, DeclarationPart.Name), hidesAnalyzers, [fileLocal.Name]));
        else if (PartialTypeParser.FindNotPartial(type, cancellationToken) is { } notPartial)
            reporter.Report(new(DiagnosticCatalogue.OperatorNotPartial, new(notPartial, DeclarationPart.Name), hidesAnalyzers, [notPartial.Name]));
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
            reporter.Report(new(DiagnosticCatalogue.FileLocalType, new(type, DeclarationPart.KeyType), HidesAnalyzers: true, [fileLocal.Name]));
            brokenRule = DiagnosticCatalogue.FileLocalType.Id;
            return null;
        }

        var key = keys.Parse(keyType);
        brokenRule = key is null ? DiagnosticCatalogue.UnsupportedKeyType.Id : null;
        if (keys.Refusal is { Kind: not RefusalKind.Unknown } refusal)
            reporter.Report(new(DiagnosticCatalogue.UnsupportedKeyType, new(type, DeclarationPart.KeyType), HidesAnalyzers: false, [$"operator '{type.Name}'", refusal.Path, refusal.Reason]));
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

/// <summary>The rules for the operator class, apart from its key and its states.</summary>
internal sealed class OperatorRules(IProblemReporter reporter)
{
    private static readonly string[] ReservedMembers = ["Definition", "OpenState", "StoreRow", "ClearState"];

    /// <summary>Reports what is wrong with a class.</summary>
    /// <returns>The id of a broken rule that makes a binding impossible; null when there is none.</returns>
    public string? Check(OperatorDeclaration declaration)
    {
        var type = declaration.Type;
        CheckId(declaration);
        if (KnownTypes.FindKeyedOperator(type) is null)
            return ReportNotKeyedOperator(type);
        if (BaseTypes.Of(type).FirstOrDefault(KnownTypes.IsOperator) is { } baseOperator)
            return Report(DiagnosticCatalogue.OperatorDerivesFromOperator, new(type, DeclarationPart.Name), type.Name, baseOperator.Name);
        return FindReservedMembers(type).Aggregate((string?)null, (_, member) => Report(DiagnosticCatalogue.ReservedMember, new(member, DeclarationPart.Name), member.Name, type.Name));
    }

    // With an empty id the rest can be emitted all the same. About an id that is no constant or was left out the compiler says enough.
    private void CheckId(OperatorDeclaration declaration)
    {
        if (declaration.HasConstantId && string.IsNullOrWhiteSpace(declaration.Id))
            Report(DiagnosticCatalogue.MissingOperatorId, new(declaration.Type, DeclarationPart.OperatorId), declaration.Type.Name);
    }

    private string ReportNotKeyedOperator(INamedTypeSymbol type)
    {
        var rule = DiagnosticCatalogue.NotKeyedOperator;
        if (type.BaseType is not { TypeKind: TypeKind.Error })
            reporter.Report(new(rule, new(type, DeclarationPart.Name), HidesAnalyzers: OverridesNothing(type), [type.Name]));
        return rule.Id;
    }

    // The compiler's error CS0115.
    private static bool OverridesNothing(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Any(method => method is { IsOverride: true, OverriddenMethod: null });

    private static IEnumerable<ISymbol> FindReservedMembers(INamedTypeSymbol type) =>
        ReservedMembers.SelectMany(name => type.GetMembers(name)).Where(member => !GeneratedMembers.IsGenerated(member));

    private string Report(DiagnosticDescriptor rule, DiagnosticLocation location, params string[] arguments)
    {
        reporter.Report(new(rule, location, HidesAnalyzers: false, [.. arguments]));
        return rule.Id;
    }
}
