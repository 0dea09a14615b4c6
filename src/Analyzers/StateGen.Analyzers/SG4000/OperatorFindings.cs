using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Problems;
using StateGen.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Schemas.Text;

namespace StateGen.Analyzers.SG4000;

/// <summary>Collects the schema differences of one operator, each with its rule and the location of the declaration that it concerns.</summary>
internal sealed class OperatorFindings(DeclaredSchema declared, Compilation compilation)
{
    // The resolver describes the missing side of a change with these texts.
    private const string Missing = "no such member";
    private const string MissingCase = "no such case";

    private readonly List<SchemaFinding> _findings = [];

    public ImmutableArray<SchemaFinding> ToImmutable() => [.. _findings.Distinct()];

    /// <summary>Adds the finding that the operator is not recorded.</summary>
    /// <param name="formerId">The recorded id that the operator seems to have had before; null if the operator seems to be new.</param>
    public void AddUnrecorded(string? formerId)
    {
        var id = declared.Schema.OperatorId;
        if (formerId is null)
        {
            Add(DiagnosticCatalogue.UnrecordedOperator, new(declared.Type, DeclarationPart.Name), Recording(), null, id);
            return;
        }

        var properties = Recording().SetItem(SchemaProperties.RemovedOperator, formerId);
        Add(DiagnosticCatalogue.ChangedOperatorId, new(declared.Type, DeclarationPart.OperatorId), properties, null, id, formerId);
    }

    /// <summary>Adds the findings of the resolver.</summary>
    public void Add(OperatorVerdict verdict)
    {
        var missing = new MissingFormerNames(verdict, declared);
        foreach (var edit in EnumEdits.Group(verdict.Refused).SelectMany(EnumEdits.Split))
            AddRefused(edit, missing.Find(edit[0]));
        var properties = verdict.Refused.Count == 0 ? Recording() : ImmutableDictionary<string, string?>.Empty;
        var renames = RenameFinder.Find(verdict).ToArray();
        foreach (var (removed, added, isPlain) in renames)
            AddRenamed(removed, added, isPlain, properties);
        var refusedEnums = new HashSet<(string?, string)?>(verdict.Refused.Select(EnumEdits.EnumOf).Where(edited => edited is not null));
        var wrongStates = new HashSet<string?>(
            verdict.Refused.Concat(renames.Select(pair => pair.Added)).Select(change => change.StateName), StringComparer.Ordinal);
        var unrecorded = verdict.Unrecorded.Except(renames.SelectMany(pair => new[] { pair.Removed, pair.Added }));
        foreach (var edit in EnumEdits.Group(unrecorded).Where(edit => !refusedEnums.Contains(EnumEdits.EnumOf(edit[0]))))
            AddUnrecorded(edit, verdict, wrongStates.Contains(edit[0].StateName), properties);
        if (!verdict.IsRecorded && verdict.Refused.Count + verdict.Unrecorded.Count == 0)
        {
            string[] arguments = [SubjectOf(null), "former names or the order of members differ"];
            Add(DiagnosticCatalogue.UnrecordedChange, new(declared.Type, DeclarationPart.Name), properties, null, arguments);
        }
    }

    private static DiagnosticDescriptor RuleOfRefused(SchemaChangeKind kind) => kind switch
    {
        SchemaChangeKind.KeyType => DiagnosticCatalogue.ChangedKeyType,
        SchemaChangeKind.MapKeyType => DiagnosticCatalogue.ChangedMapKeyType,
        SchemaChangeKind.EnumMemberRemoved => DiagnosticCatalogue.RemovedEnumMember,
        SchemaChangeKind.TtlClock => DiagnosticCatalogue.ChangedTtlClock,
        _ => DiagnosticCatalogue.UnrestorableState,
    };

    private void AddUnrecorded(SchemaChange[] edit, OperatorVerdict verdict, bool isStateWrong, ImmutableDictionary<string, string?> properties)
    {
        var change = edit[0];
        var rule = change.Kind switch
        {
            SchemaChangeKind.StateAdded => DiagnosticCatalogue.UnrecordedState,
            SchemaChangeKind.StateRemoved => DiagnosticCatalogue.UnrecordedStateRemoval,
            _ when edit.Any(verdict.IsOneWay) => DiagnosticCatalogue.UnrecordedOneWayChange,
            _ when edit.All(part => part.Kind == SchemaChangeKind.EnumMemberRenumbered) => DiagnosticCatalogue.RenumberedEnumMember,
            _ => DiagnosticCatalogue.UnrecordedChange,
        };
        // As long as the state has an error, the way back does not matter.
        if (!isStateWrong || !rule.Equals(DiagnosticCatalogue.UnrecordedOneWayChange))
            Add(rule, LocationOf(change), properties, null, [SubjectOf(change), EnumEdits.Join(edit.Select(Describe))]);
    }

    private void AddRefused(SchemaChange[] edit, FormerNameCandidate? formerName)
    {
        var change = edit[0];
        string[] arguments = [SubjectOf(change), EnumEdits.Join(edit.Select(Describe)), change.Remedy];
        if (formerName is null || SchemaSymbols.Find(compilation, formerName) is not { } renamed)
        {
            Add(RuleOfRefused(change.Kind), LocationOf(change), GivingUp(), DeclarationOf(change), arguments);
            return;
        }

        var properties = GivingUp().SetItem(SchemaProperties.FormerName, formerName.AttributeArgument);
        Add(RuleOfRefused(change.Kind), LocationOf(change), properties, renamed, arguments);
    }

    // If more than one pair is possible, the first is reported without a fix, because a fix would have to guess.
    private void AddRenamed(SchemaChange removed, SchemaChange added, bool isPlain, ImmutableDictionary<string, string?> properties)
    {
        var (before, after) = (RenameFinder.NameOf(removed), RenameFinder.NameOf(added));
        var known = isPlain ? properties.SetItem(SchemaProperties.FormerName, before) : properties;
        Add(DiagnosticCatalogue.MissingFormerName, LocationOf(added), known, DeclarationOf(added), [SubjectOf(added), after, before]);
    }

    private void Add(
        DiagnosticDescriptor rule, DiagnosticLocation location, ImmutableDictionary<string, string?> properties, ISymbol? declaration,
        params string[] arguments) =>
        _findings.Add(new(rule, location, [.. arguments], properties, declaration));

    private ImmutableDictionary<string, string?> Recording() =>
        ImmutableDictionary<string, string?>.Empty.SetItem(SchemaProperties.Schema, SchemaText.Write(declared.Schema));

    private ImmutableDictionary<string, string?> GivingUp() =>
        Recording().SetItem(SchemaProperties.GivenUpOperator, declared.Schema.OperatorId);

    private DiagnosticLocation LocationOf(SchemaChange change)
    {
        if (change.StateName is null)
            return new(declared.Type, change.Kind == SchemaChangeKind.KeyType ? DeclarationPart.KeyType : DeclarationPart.Name);
        return declared.FindState(change.StateName) is { } property
            ? new(property, PartOf(change.Kind))
            : new(declared.Type, DeclarationPart.Name);
    }

    private static DeclarationPart PartOf(SchemaChangeKind kind) => kind switch
    {
        SchemaChangeKind.StateAdded or SchemaChangeKind.StateRenamed => DeclarationPart.Name,
        SchemaChangeKind.TtlClock => DeclarationPart.TtlAttribute,
        _ => DeclarationPart.PropertyType,
    };

    private ISymbol? DeclarationOf(SchemaChange change) => change.MemberName is { } member
        ? SchemaSymbols.Find(compilation, member)
        : change.StateName is { } state ? declared.FindState(state) : null;

    private string SubjectOf(SchemaChange? change) =>
        change?.StateName is { } state
            ? $"State '{state}' of operator '{declared.Schema.OperatorId}'"
            : $"Operator '{declared.Schema.OperatorId}'";

    private static string Describe(SchemaChange change) => (change.Kind, ChangedPartOf(change)) switch
    {
        (SchemaChangeKind.StateAdded, _) => $"it is {change.DeclaredShape}",
        (SchemaChangeKind.StateRemoved, _) => $"it was {change.StoredShape}",
        (SchemaChangeKind.TtlClock, _) => $"it expired by {change.StoredShape} and now expires by {change.DeclaredShape}",
        (SchemaChangeKind.TimeToLive, _) => $"it had {change.StoredShape} and now has {change.DeclaredShape}",
        (SchemaChangeKind.StateRenamed or SchemaChangeKind.MemberRenamed or SchemaChangeKind.EnumMemberRenamed, var part) when change.IsRefused =>
            $"{part} cannot be matched by name: {change.StoredShape} became {change.DeclaredShape}",
        (SchemaChangeKind.StateRenamed, _) => $"it was renamed from '{change.StoredShape}'",
        (SchemaChangeKind.MemberRenamed or SchemaChangeKind.EnumMemberRenamed or SchemaChangeKind.TypeRenamed, var part) =>
            $"{part} was renamed from '{change.StoredShape}'",
        (_, var part) when change.StoredShape is Missing or MissingCase => $"{part} ({change.DeclaredShape}) was added",
        (_, var part) when change.DeclaredShape is Missing or MissingCase => $"{part} ({change.StoredShape}) was removed",
        (_, var part) => $"{part} changed from {change.StoredShape} to {change.DeclaredShape}",
    };

    private static string ChangedPartOf(SchemaChange change) => change switch
    {
        { MemberName: { } member, Kind: SchemaChangeKind.UnionCaseAdded or SchemaChangeKind.UnionCaseRemoved } => $"union case '{member}'",
        { MemberName: { } member, Kind: SchemaChangeKind.TypeRenamed } => $"type '{member}'",
        { MemberName: { } member, Kind: SchemaChangeKind.MemberRenamed or SchemaChangeKind.EnumMemberRenamed } => $"member '{member}'",
        { MemberName: { } member } when change.StoredShape == Missing || change.DeclaredShape == Missing => $"member '{member}'",
        { MemberName: { } member } => $"'{member}'",
        { StateName: null } or { Kind: SchemaChangeKind.MapKeyType } => "its key",
        { Kind: SchemaChangeKind.TypeChanged or SchemaChangeKind.Upgraded } => "its type",
        _ => "it",
    };
}

/// <summary>
/// A difference between the declared and the recorded schema of an operator. It holds symbols and must not be kept longer than their compilation.
/// </summary>
/// <param name="Rule">The rule, an entry of the catalogue.</param>
/// <param name="Location">The declaration to change or to record.</param>
/// <param name="Arguments">The arguments of the message.</param>
/// <param name="Properties">The facts for code fixes (<see cref="SchemaProperties"/>).</param>
/// <param name="Declaration">
/// The state, member or type that a fix may change, which may be declared elsewhere than at the location; null if there is none.
/// </param>
internal sealed record SchemaFinding(
    DiagnosticDescriptor Rule, DiagnosticLocation Location, EquatableArray<string> Arguments, ImmutableDictionary<string, string?> Properties,
    ISymbol? Declaration = null)
{
    public Diagnostic ToDiagnostic(CancellationToken cancellationToken) => Diagnostic.Create(
        Rule, Location.Locate(cancellationToken), Declaration?.Locations.Where(location => location.IsInSource), Properties, [.. Arguments]);
}

/// <summary>Finds the declarations of the types and members that schemas name.</summary>
internal static class SchemaSymbols
{
    /// <summary>The type or member that needs a former name; null if it is declared in another assembly.</summary>
    public static ISymbol? Find(Compilation compilation, FormerNameCandidate candidate) => candidate.MemberName is { } member
        ? Find(compilation, candidate.TypeName, member)
        : compilation.Assembly.GetTypeByMetadataName(candidate.TypeName);

    /// <summary>The member of a type of this compilation; null if it is declared in another assembly.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="path">The member as <c>Type.Member</c>, where the type may have type arguments.</param>
    public static ISymbol? Find(Compilation compilation, string path)
    {
        var separator = path.LastIndexOf('.');
        if (separator < 0)
            return null;
        var arguments = path.IndexOf('<');
        var typeName = path.Substring(0, arguments >= 0 && arguments < separator ? arguments : separator);
        return Find(compilation, typeName, path.Substring(separator + 1));
    }

    private static ISymbol? Find(Compilation compilation, string typeName, string member) =>
        compilation.Assembly.GetTypeByMetadataName(typeName)?.GetMembers(member).FirstOrDefault();
}
