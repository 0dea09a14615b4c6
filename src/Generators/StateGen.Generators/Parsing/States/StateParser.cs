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

/// <summary>Sorts the state properties of one operator into values, collections and stubs, reporting on the way what is wrong with each.</summary>
internal sealed class StateParser(CodecScope scope, MemberNames names, IProblemReporter reporter, CancellationToken cancellationToken)
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
    /// <param name="properties">The state properties of the operator.</param>
    /// <param name="brokenRule">The id of the rule that the class breaks as a whole, so that all states become stubs; else null.</param>
    public void Parse(IReadOnlyCollection<IPropertySymbol> properties, string? brokenRule)
    {
        foreach (var property in properties)
            _rowNames.Choose(property.Name);
        foreach (var property in properties.OrderBy(StateNames.Of, StringComparer.Ordinal))
            Parse(property, brokenRule);
    }

    private void Parse(IPropertySymbol property, string? brokenRule)
    {
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

        var declared = PropertyParser.Parse(property, cancellationToken);
        if ((brokenRule ?? CheckDeclaration(property)) is { } rule || (rule = ParseState(property, declared)) is not null)
            _stubs.Add(new() { Property = declared, DiagnosticId = rule });
    }

    private string? CheckDeclaration(IPropertySymbol property)
    {
        var problems = StateDeclarationRules.Check(property, cancellationToken).ToList();
        if (!_stateNames.Add(StateNames.Of(property)))
            problems.Add(new(DiagnosticCatalogue.DuplicateStateName, new(property, DeclarationPart.Name), HidesAnalyzers: false, [property.ContainingType.Name, StateNames.Of(property)]));
        foreach (var problem in problems)
            reporter.Report(problem);
        return problems.FirstOrDefault()?.Rule.Id;
    }

    /// <summary>Adds the state; or returns the id of the rule that its type breaks.</summary>
    private string? ParseState(IPropertySymbol property, PropertyModel declared)
    {
        if (KnownTypes.IsMapState(property.Type))
            return ParseMap(property, declared);
        return KnownTypes.IsListState(property.Type) ? ParseList(property, declared) : ParseValue(property, declared);
    }

    private string? ParseValue(IPropertySymbol property, PropertyModel declared)
    {
        var type = property.Type;
        if (ParseType(property, type, TypeUseParser.MayBeNull(type), out var brokenRule) is not { } use)
            return brokenRule;
        if (use.RefusesNull)
            return Report(DiagnosticCatalogue.StateNotNullable, property, DeclarationPart.PropertyType, property.Name, TypeNames.InMessages(type));
        if (ParseUpgrades(property, type) is { } wrongUpgrade)
            return wrongUpgrade;
        _values.Add(new()
        {
            Property = declared,
            StateName = StateNames.Of(property),
            Type = use,
            TimeToLive = TimeToLiveParser.Parse(property, out _),
            Field = TypeNames.Escape(property.Name),
            FormerNames = FormerNames.Of(property),
            LastWriteField = _rowNames.Choose(property.Name + "WrittenAt"),
        });
        return null;
    }

    private string? ParseList(IPropertySymbol property, PropertyModel declared)
    {
        var element = ((INamedTypeSymbol)property.Type).TypeArguments[0];
        if (ParseType(property, element, IsNullable(element), out var brokenRule) is not { } use)
            return brokenRule;
        if (ParseUpgrades(property, element) is { } wrongUpgrade)
            return wrongUpgrade;
        AddCollection(property, declared, CollectionKind.List, null, use);
        return null;
    }

    private string? ParseMap(IPropertySymbol property, PropertyModel declared)
    {
        var arguments = ((INamedTypeSymbol)property.Type).TypeArguments;
        var keys = new KeyParser(scope, cancellationToken);
        if (keys.Parse(arguments[0]) is not { } key)
            return Report(keys.Refusal!, property, DiagnosticCatalogue.UnsupportedKeyType, $"map state '{property.Name}'");
        if (ParseType(property, arguments[1], IsNullable(arguments[1]), out var brokenRule) is not { } value)
            return brokenRule;
        if (ParseUpgrades(property, arguments[1]) is { } wrongUpgrade)
            return wrongUpgrade;
        AddCollection(property, declared, CollectionKind.Map, key, value);
        return null;
    }

    private string? ParseUpgrades(IPropertySymbol property, ITypeSymbol valueType) => _upgrades.Parse(property, valueType) is var (type, fault)
        ? Report(DiagnosticCatalogue.InvalidUpgrade, property, DeclarationPart.Upgrade, type, property.Name, fault)
        : null;

    private void AddCollection(IPropertySymbol property, PropertyModel declared, CollectionKind kind, TypeUse? mapKey, TypeUse element) => _collections.Add(new()
    {
        Kind = kind,
        Property = declared,
        StateName = StateNames.Of(property),
        HandleType = TypeNames.InCode(ObliviousTypes.Declare(property.Type).WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        MapKey = mapKey,
        Element = element,
        TimeToLive = TimeToLiveParser.Parse(property, out _),
        FormerNames = FormerNames.Of(property),
        Field = names.Choose("__" + char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1)),
    });

    private TypeUse? ParseType(IPropertySymbol property, ITypeSymbol type, bool nullable, out string? brokenRule)
    {
        var parser = new TypeUseParser(scope, CodecRole.Value, cancellationToken) { AdmitsMutable = StateCopies.AreWanted(property) };
        var use = parser.Parse(type, TypeNames.InMessages(type).TrimEnd('?'), nullable);
        brokenRule = parser.Refusal is not { } refusal ? null : Report(refusal, property,
            refusal.Kind == RefusalKind.Mutable ? DiagnosticCatalogue.MutableStateType : DiagnosticCatalogue.UnsupportedStateType, property.Name);
        return use is not null && StateCopies.AreNeeded(property, use) ? StateCopies.Wrap(use) : use;
    }

    // Not so where nullability is not declared: the handle's type argument would then not agree with the codec's.
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

/// <summary>Copies the declaration of a partial property: the other half must repeat its modifiers to the letter (CS8799, CS8800).</summary>
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

    // A reference is null where it was not set. Where nullability is not declared, the generated half, which is compiled with it, has to say so.
    private static ITypeSymbol WithDeclaredNullability(ITypeSymbol type) =>
        type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.None } && !KnownTypes.IsCollection(type)
            ? type.WithNullableAnnotation(NullableAnnotation.Annotated)
            : type;

    private static string NameOf(IPropertySymbol property) => property.IsIndexer
        ? $"this[{string.Join(", ", property.Parameters.Select(parameter => $"{TypeNames.AsDeclared(parameter.Type)} {TypeNames.Escape(parameter.Name)}"))}]"
        : TypeNames.Escape(property.Name);
}
