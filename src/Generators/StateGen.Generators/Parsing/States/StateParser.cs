using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Model;
using StateGen.Generators.Parsing.Codecs;
using StateGen.Generators.Parsing.Operators;
using StateGen.Generators.Parsing.Problems;
using StateGen.Generators.Parsing.Symbols;
using StateGen.Generators.Parsing.Types;

namespace StateGen.Generators.Parsing.States;

/// <summary>Sorts the state properties of one operator into values, collections and stubs, and reports the problems of each.</summary>
internal sealed partial class StateParser(CodecScope scope, MemberNames names, IProblemReporter reporter, CancellationToken cancellationToken)
{
    private readonly List<ValueStateModel> _values = [];
    private readonly List<CollectionStateModel> _collections = [];
    private readonly List<StubModel> _stubs = [];
    private readonly UpgradeParser _upgrades = new(scope, cancellationToken);
    private readonly HashSet<string> _stateNames = new(StringComparer.Ordinal);
    private readonly MemberNames _rowNames = MemberNames.Empty();

    public EquatableArray<ValueStateModel> Values => _values.ToEquatableArray();

    public EquatableArray<CollectionStateModel> Collections => _collections.ToEquatableArray();

    public EquatableArray<UpgradeModel> Upgrades => _upgrades.Upgrades;

    public EquatableArray<StubModel> Stubs => _stubs.ToEquatableArray();

    /// <summary>Parses the properties in the ordinal order of their state names.</summary>
    /// <param name="states">The states of the operator.</param>
    /// <param name="brokenRule">The id of the rule that the class as a whole breaks, so that all its states become stubs; otherwise, null.</param>
    /// <param name="brokenKeyRule">
    /// The id of the rule that the operator's key breaks, so that all its states become stubs, but are checked as well; otherwise, null.
    /// </param>
    public void Parse(IReadOnlyCollection<StateDeclaration> states, string? brokenRule, string? brokenKeyRule)
    {
        foreach (var state in states)
            _rowNames.Choose(state.Property.Name);
        foreach (var state in states.OrderBy(state => state.Name, StringComparer.Ordinal))
            Parse(state, brokenRule, brokenKeyRule);
    }

    private void Parse(StateDeclaration state, string? brokenRule, string? brokenKeyRule)
    {
        var property = state.Property;
        if (!StateDeclarationRules.IsPartialHalf(property))
        {
            Report(DiagnosticCatalogue.StateNotPartial, property, DeclarationPart.Name, property.Name);
            return;
        }

        if (FileLocalTypes.Find(property.Type) is { } fileLocal)
        {
            reporter.Report(new(DiagnosticCatalogue.FileLocalType, new(property, DeclarationPart.PropertyType), HidesAnalyzers: true, [fileLocal.Name]));
            return;
        }

        var model = PropertyParser.Parse(property, cancellationToken);
        var rule = brokenRule ?? CheckDeclaration(state) ?? ParseState(state, model) ?? brokenKeyRule;
        if (rule is not null)
            _stubs.Add(new() { Property = model, DiagnosticId = rule });
    }

    private string? CheckDeclaration(StateDeclaration state)
    {
        var problems = StateDeclarationRules.Check(state, cancellationToken).ToList();
        if (!_stateNames.Add(state.Name))
            problems.Add(DuplicateName(state));
        foreach (var problem in problems)
            reporter.Report(problem);
        return problems.FirstOrDefault()?.Rule.Id;
    }

    private static Problem DuplicateName(StateDeclaration state)
    {
        var location = new DiagnosticLocation(state.Property, DeclarationPart.Name);
        return new(DiagnosticCatalogue.DuplicateStateName, location, HidesAnalyzers: false, [state.Property.ContainingType.Name, state.Name]);
    }

    /// <summary>Adds the state; returns the id of the rule that its type breaks, or null if there is none.</summary>
    private string? ParseState(StateDeclaration state, PropertyModel model)
    {
        if (KnownTypes.IsMapState(state.Property.Type))
            return ParseMap(state, model, CollectionKind.Map);
        if (KnownTypes.IsSortedMapState(state.Property.Type))
            return ParseMap(state, model, CollectionKind.SortedMap);
        if (KnownTypes.IsBroadcastState(state.Property.Type))
            return ParseMap(state, model, CollectionKind.Broadcast);
        if (KnownTypes.IsAccumulatorState(state.Property.Type))
            return ParseAccumulator(state, model);
        if (KnownTypes.IsWindowState(state.Property.Type))
            return ParseWindows(state, model);
        if (KnownTypes.IsOperatorListState(state.Property.Type))
            return ParseList(state, model, state.IsUnion ? CollectionKind.OperatorUnion : CollectionKind.OperatorList);
        return KnownTypes.IsListState(state.Property.Type) ? ParseList(state, model, CollectionKind.List) : ParseValue(state, model);
    }

    private string? ParseValue(StateDeclaration state, PropertyModel model)
    {
        var property = state.Property;
        var type = property.Type;
        if (ParseType(state, type, TypeUseParser.MayBeNull(type), out var brokenRule) is not { } use)
            return brokenRule;
        if (use.RefusesNull)
            return Report(DiagnosticCatalogue.StateNotNullable, property, DeclarationPart.PropertyType, property.Name, TypeNames.InMessages(type));
        if (ParseUpgrades(state, type) is { } wrongUpgrade)
            return wrongUpgrade;
        _values.Add(new()
        {
            Property = model,
            StateName = state.Name,
            Type = use,
            TimeToLive = state.TimeToLive?.Model,
            Field = TypeNames.Escape(property.Name),
            FormerNames = state.FormerNames,
            LastWriteField = _rowNames.Choose(property.Name + "WrittenAt"),
        });
        return null;
    }

    private string? ParseList(StateDeclaration state, PropertyModel model, CollectionKind kind)
    {
        var element = ((INamedTypeSymbol)state.Property.Type).TypeArguments[0];
        if (ParseType(state, element, IsNullable(element), out var brokenRule) is not { } use)
            return brokenRule;
        if (ParseUpgrades(state, element) is { } wrongUpgrade)
            return wrongUpgrade;
        AddCollection(state, model, kind, null, use);
        return null;
    }

    private string? ParseMap(StateDeclaration state, PropertyModel model, CollectionKind kind)
    {
        var arguments = ((INamedTypeSymbol)state.Property.Type).TypeArguments;
        var keys = new KeyParser(scope, cancellationToken);
        if (keys.Parse(arguments[0]) is not { } key)
        {
            var subject = $"{(kind == CollectionKind.SortedMap ? "sorted map" : kind.ToString().ToLowerInvariant())} state '{state.Property.Name}'";
            return Report(keys.Refusal!, state.Property, DiagnosticCatalogue.UnsupportedKeyType, subject);
        }

        if (ParseType(state, arguments[1], IsNullable(arguments[1]), out var brokenRule) is not { } value)
            return brokenRule;
        if (ParseUpgrades(state, arguments[1]) is { } wrongUpgrade)
            return wrongUpgrade;
        AddCollection(state, model, kind, key, value);
        return null;
    }

    private string? ParseUpgrades(StateDeclaration state, ITypeSymbol valueType) => _upgrades.Parse(state, valueType) is var (type, fault)
        ? Report(DiagnosticCatalogue.InvalidUpgrade, state.Property, DeclarationPart.Upgrade, type, state.Property.Name, fault)
        : null;

    private void AddCollection(StateDeclaration state, PropertyModel model, CollectionKind kind, TypeUse? mapKey, TypeUse element) => _collections.Add(new()
    {
        Kind = kind,
        Property = model,
        StateName = state.Name,
        HandleType = TypeNames.InCode(ObliviousTypes.Declare(state.Property.Type).WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        MapKey = mapKey,
        Element = element,
        TimeToLive = state.TimeToLive?.Model,
        FormerNames = state.FormerNames,
        Field = ChooseField(state.Property.Name),
    });

    private string ChooseField(string property) => names.Choose("__" + char.ToLowerInvariant(property[0]) + property.Substring(1));

    private TypeUse? ParseType(StateDeclaration state, ITypeSymbol type, bool nullable, out string? brokenRule)
    {
        var parser = new TypeUseParser(scope, CodecRole.Value, cancellationToken) { AdmitsMutable = state.IsCopied };
        var use = parser.Parse(type, TypeNames.InMessages(type).TrimEnd('?'), nullable);
        brokenRule = parser.Refusal is not { } refusal ? null : Report(refusal, state.Property,
            refusal.Kind == RefusalKind.Mutable ? DiagnosticCatalogue.MutableStateType : DiagnosticCatalogue.UnsupportedStateType, state.Property.Name);
        return use is not null && state.NeedsCopies(use) ? Copy(use) : use;
    }

    private static TypeUse Copy(TypeUse use) => use with
    {
        Codec = $"global::StateGen.Serialization.CopyingCodec<{use.CSharpName}, {use.Codec}>",
        NormalizationEffect = NormalizationEffect.Changes,
        DefaultTestCodec = use.Codec,
        IsMutable = true,
    };

    // A type argument that is declared where nullability is disabled is not nullable, because the handle's type argument would not agree with the codec's.
    private static bool IsNullable(ITypeSymbol argument) => argument.NullableAnnotation == NullableAnnotation.Annotated;

    private string Report(TypeRefusal refusal, IPropertySymbol property, DiagnosticDescriptor rule, string subject)
    {
        if (refusal.Kind != RefusalKind.Unknown)
            Report(rule, property, DeclarationPart.PropertyType, subject, refusal.Path, refusal.Reason);
        return rule.Id;
    }

    private string Report(DiagnosticDescriptor rule, IPropertySymbol property, DeclarationPart part, params string[] arguments)
    {
        reporter.Report(new(rule, new(property, part), HidesAnalyzers: false, [.. arguments]));
        return rule.Id;
    }
}

/// <summary>Copies the declaration of a partial property, because the generated part must repeat its modifiers exactly (CS8799, CS8800).</summary>
internal static class PropertyParser
{
    public static PropertyModel Parse(IPropertySymbol property, CancellationToken cancellationToken)
    {
        var syntax = (BasePropertyDeclarationSyntax)property.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        var accessors = syntax.AccessorList?.Accessors ?? default;
        return new()
        {
            Name = property.Name,
            Header = $"{string.Concat(syntax.Modifiers.Select(modifier => modifier.ValueText + " "))}{TypeOf(property)} {NameOf(property)}",
            Getter = Copy(accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration))),
            Setter = Copy(accessors.FirstOrDefault(accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration))),
        };
    }

    private static string? Copy(AccessorDeclarationSyntax? accessor) =>
        accessor is null ? null : string.Concat(accessor.Modifiers.Select(modifier => modifier.ValueText + " ")) + accessor.Keyword.ValueText;

    private static string TypeOf(IPropertySymbol property) => property.RefKind switch
    {
        RefKind.Ref => "ref ",
        RefKind.RefReadOnly => "ref readonly ",
        _ => "",
    } + TypeNames.AsDeclared(WithDeclaredNullability(ObliviousTypes.Declare(property.Type)));

    // A reference state is null until it is set. Where nullability is disabled, the generated part must declare this, because it is compiled with nullability
    // enabled.
    private static ITypeSymbol WithDeclaredNullability(ITypeSymbol type) =>
        type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.None } && !KnownTypes.IsCollection(type)
            ? type.WithNullableAnnotation(NullableAnnotation.Annotated)
            : type;

    private static string NameOf(IPropertySymbol property) => property.IsIndexer
        ? $"this[{string.Join(", ", property.Parameters.Select(parameter => $"{TypeNames.AsDeclared(parameter.Type)} {TypeNames.Escape(parameter.Name)}"))}]"
        : TypeNames.Escape(property.Name);
}
