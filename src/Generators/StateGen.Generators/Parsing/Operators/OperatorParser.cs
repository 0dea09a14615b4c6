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
/// Converts a class marked with <c>[Operator]</c> to its model. The reporter receives the problems, and the model contains everything that can be emitted in
/// spite of them. The result is the same for a compilation before generation (in the generator) and after it (in the analyzers).
/// </summary>
internal sealed class OperatorParser(Compilation compilation, IProblemReporter reporter, CancellationToken cancellationToken)
{
    /// <summary>Parses a class; returns null if nothing can be added to it.</summary>
    public OperatorModel? Parse(OperatorDeclaration declaration)
    {
        var type = declaration.Type;
        var declared = FindStates(type);
        var canBeAddedTo = CanBeAddedTo(type, declared);
        var names = MemberNames.Of(type);
        var scope = new CodecScope(compilation, type, names);
        var brokenRule = new OperatorRules(reporter).Check(declaration);
        // A member that the generator writes keeps it from binding the states, but not from checking them.
        var isReserved = brokenRule == DiagnosticIds.ReservedMember;
        string? brokenKeyRule = null;
        var key = brokenRule is null || isReserved ? ParseKey(type, scope, out brokenKeyRule) : null;
        var states = new StateParser(scope, names, reporter, cancellationToken);
        states.Parse(declared, isReserved ? null : brokenRule, isReserved ? brokenRule : brokenKeyRule);
        return !canBeAddedTo ? null : new()
        {
            FileName = TypeNames.ToFileName(TypeNames.InMetadata(type)),
            Type = PartialTypeParser.Parse(type),
            Binding = key is null || isReserved ? null : Bind(declaration, key, scope, names, states),
            Stubs = states.Stubs,
        };
    }

    private static BindingModel Bind(OperatorDeclaration declaration, TypeUse key, CodecScope scope, MemberNames names, StateParser states) => new()
    {
        OperatorId = declaration.Id,
        RequiredBackend = declaration.RequiredBackend is { } backend ? TypeNames.AtRunTime(backend) : null,
        Key = key,
        OverrideAccessibility = SeesInternals(declaration.Type) ? "protected internal" : "protected",
        RecordLoop = ParseRecordLoop(declaration.Type),
        Values = states.Values,
        Collections = states.Collections,
        Codecs = scope.Codecs,
        Upgrades = states.Upgrades,
        TypeParameters = scope.TypeParameters,
        Names = ChooseNames(names),
    };

    private static RecordLoopModel? ParseRecordLoop(INamedTypeSymbol type)
    {
        var arguments = KnownTypes.FindKeyedOperator(type)!.TypeArguments;
        return !arguments.All(CanBeInterfaceArgument) ? null : new()
        {
            OperatorType = TypeNames.AsDeclared(type),
            EventType = TypeNames.AsDeclared(arguments[1]),
            OutputType = TypeNames.AsDeclared(arguments[2]),
        };
    }

    // The compiler reports a type that it does not know where the user names it, and a generated interface with a dynamic argument (CS1966).
    private static bool CanBeInterfaceArgument(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error or TypeKind.Dynamic } => false,
        IArrayTypeSymbol array => CanBeInterfaceArgument(array.ElementType),
        INamedTypeSymbol named => (named.ContainingType is not { } outer || CanBeInterfaceArgument(outer)) && named.TypeArguments.All(CanBeInterfaceArgument),
        _ => true,
    };

    // Two properties with the same name are a compiler error (CS9251), to which a second generated part would only add another.
    private static List<StateDeclaration> FindStates(INamedTypeSymbol type) =>
        [.. StateDeclaration.In(type).GroupBy(state => state.Property.MetadataName, StringComparer.Ordinal).Select(same => same.First())];

    // The compiler reports an error (CS0751, CS9248) for every partial property without an implementing part, and then runs no analyzer.
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
            Report(type, refusal);
        return key;
    }

    private void Report(INamedTypeSymbol type, TypeRefusal refusal)
    {
        var location = new DiagnosticLocation(type, DeclarationPart.KeyType);
        string[] arguments = [$"operator '{type.Name}'", refusal.Path, refusal.Reason];
        reporter.Report(new(DiagnosticCatalogue.UnsupportedKeyType, location, HidesAnalyzers: false, [.. arguments]));
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
        RecordOperatorType = names.Choose("__RecordOperator"),
    };
}

/// <summary>The rules for an operator class, except those for its key and its states.</summary>
internal sealed class OperatorRules(IProblemReporter reporter)
{
    private static readonly string[] ReservedMembers = ["Definition", "OpenState", "StoreRow", "ClearState", "ProcessRun"];

    /// <summary>Reports the rules that a class breaks.</summary>
    /// <returns>The id of a broken rule that makes a binding impossible; null if there is none.</returns>
    public string? Check(OperatorDeclaration declaration)
    {
        var type = declaration.Type;
        CheckId(declaration);
        if (KnownTypes.FindKeyedOperator(type) is null)
            return ReportNotKeyedOperator(type);
        if (BaseTypes.Of(type).FirstOrDefault(KnownTypes.IsOperator) is { } baseOperator)
            return ReportDerived(type, baseOperator);
        return FindReservedMembers(type).Aggregate(
            (string?)null,
            (_, member) => Report(DiagnosticCatalogue.ReservedMember, new(member, DeclarationPart.Name), member.Name, type.Name));
    }

    // With an empty id, everything else can still be emitted. The compiler already reports an id that is missing or is not a constant.
    private void CheckId(OperatorDeclaration declaration)
    {
        if (declaration.HasConstantId && string.IsNullOrWhiteSpace(declaration.Id))
            Report(DiagnosticCatalogue.MissingOperatorId, new(declaration.Type, DeclarationPart.OperatorId), declaration.Type.Name);
    }

    private string ReportNotKeyedOperator(INamedTypeSymbol type)
    {
        var rule = DiagnosticCatalogue.NotKeyedOperator;
        if (type.BaseType is not { TypeKind: TypeKind.Error })
            reporter.Report(new(rule, new(type, DeclarationPart.Name), OverridesNothing(type), [type.Name, DescribeBase(type)], DeclaredBaseOf(type)));
        return rule.Id;
    }

    private static string DescribeBase(INamedTypeSymbol type) =>
        DeclaredBaseOf(type) is { } declared ? $", and neither does its base class '{declared.Name}' {DeclarationPlaces.Of(declared)}" : "";

    private static INamedTypeSymbol? DeclaredBaseOf(INamedTypeSymbol type) =>
        type.BaseType is { SpecialType: SpecialType.None } declared ? declared.OriginalDefinition : null;

    private string ReportDerived(INamedTypeSymbol type, INamedTypeSymbol baseOperator)
    {
        var rule = DiagnosticCatalogue.OperatorDerivesFromOperator;
        string[] arguments = [type.Name, baseOperator.Name, DeclarationPlaces.Of(baseOperator)];
        reporter.Report(new(rule, new(type, DeclarationPart.Name), HidesAnalyzers: false, [.. arguments], baseOperator.OriginalDefinition));
        return rule.Id;
    }

    // The compiler reports such a method (CS0115), and then runs no analyzer.
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
