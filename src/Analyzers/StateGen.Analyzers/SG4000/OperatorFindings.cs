using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Generators.Diagnostics;
using StateGen.Generators.Parsing.Problems;
using StateGen.Schemas.Resolution;
using StateGen.Schemas.Text;

namespace StateGen.Analyzers.SG4000;

/// <summary>Collects what differs about one operator, each difference under its rule and at the declaration that it is about.</summary>
internal sealed class OperatorFindings(DeclaredOperator declared, Compilation compilation)
{
    private readonly List<SchemaFinding> _findings = [];

    public ImmutableArray<SchemaFinding> ToImmutable() => [.. _findings.Distinct()];

    /// <summary>Adds that the operator is not recorded.</summary>
    /// <param name="formerId">The id that it seems to have had; null when it seems new.</param>
    public void AddUnrecorded(string? formerId)
    {
        var id = declared.Schema.OperatorId;
        if (formerId is null)
            Add(DiagnosticCatalogue.OperatorNotRecorded, new(declared.Type, SitePart.Name), Recording(), null, id);
        else
            Add(DiagnosticCatalogue.OperatorIdChanged, new(declared.Type, SitePart.OperatorId), Recording().SetItem(SchemaProperties.RemovedOperator, formerId), null, id, formerId);
    }

    /// <summary>Adds what the resolver says about the operator.</summary>
    public void Add(OperatorVerdict verdict)
    {
        var missing = new MissingFormerNames(verdict, declared);
        foreach (var change in verdict.Refused)
            AddRefused(change, missing.Find(change));
        var properties = verdict.Refused.Count == 0 ? Recording() : ImmutableDictionary<string, string?>.Empty;
        var renames = Renames.Find(verdict).ToArray();
        foreach (var (removed, added, isPlain) in renames)
            AddRenamed(removed, added, isPlain, properties);
        foreach (var change in verdict.Unrecorded.Except(renames.SelectMany(pair => new[] { pair.Removed, pair.Added })))
            AddUnrecorded(change, verdict, properties);
        if (!verdict.IsRecorded && verdict.Refused.Count + verdict.Unrecorded.Count == 0)
            Add(DiagnosticCatalogue.ChangeNotRecorded, new(declared.Type, SitePart.Name), properties, null, [SubjectOf(null), "former names or the order of members differ"]);
    }

    private static DiagnosticDescriptor RuleOfRefused(SchemaChangeKind kind) => kind switch
    {
        SchemaChangeKind.KeyType => DiagnosticCatalogue.KeyTypeChanged,
        SchemaChangeKind.MapKeyType => DiagnosticCatalogue.MapKeyTypeChanged,
        SchemaChangeKind.EnumMemberRemoved => DiagnosticCatalogue.EnumMemberRemoved,
        _ => DiagnosticCatalogue.StateCannotBeRestored,
    };

    private void AddUnrecorded(SchemaChange change, OperatorVerdict verdict, ImmutableDictionary<string, string?> properties)
    {
        var isOneWay = verdict.IsOneWay(change);
        var rule = change.Kind switch
        {
            SchemaChangeKind.StateAdded => DiagnosticCatalogue.StateNotRecorded,
            SchemaChangeKind.StateRemoved => DiagnosticCatalogue.StateRemoved,
            _ when isOneWay => DiagnosticCatalogue.ChangeIsOneWay,
            SchemaChangeKind.EnumMemberRenumbered => DiagnosticCatalogue.EnumMemberRenumbered,
            _ => DiagnosticCatalogue.ChangeNotRecorded,
        };
        Add(rule, SiteOf(change), properties, null, [SubjectOf(change), Describe(change)]);
    }

    private void AddRefused(SchemaChange change, FormerNameCandidate? formerName)
    {
        string[] arguments = [SubjectOf(change), Describe(change), change.Remedy];
        if (formerName is not null && SchemaSymbols.Find(compilation, formerName) is { } renamed)
            Add(RuleOfRefused(change.Kind), SiteOf(change), GivingUp().SetItem(SchemaProperties.FormerName, formerName.AttributeArgument), renamed, arguments);
        else
            Add(RuleOfRefused(change.Kind), SiteOf(change), GivingUp(), DeclarationOf(change), arguments);
    }

    // Where more than one pair is possible, the first is shown, but no fix guesses.
    private void AddRenamed(SchemaChange removed, SchemaChange added, bool isPlain, ImmutableDictionary<string, string?> properties)
    {
        var (before, after) = (Renames.NameOf(removed), Renames.NameOf(added));
        var known = isPlain ? properties.SetItem(SchemaProperties.FormerName, before) : properties;
        Add(DiagnosticCatalogue.LooksRenamed, SiteOf(added), known, DeclarationOf(added), [SubjectOf(added), after, before]);
    }

    private void Add(DiagnosticDescriptor rule, ProblemSite site, ImmutableDictionary<string, string?> properties, ISymbol? declaration, params string[] arguments) =>
        _findings.Add(new(rule, site, [.. arguments], properties, declaration));

    private ImmutableDictionary<string, string?> Recording() =>
        ImmutableDictionary<string, string?>.Empty.SetItem(SchemaProperties.Schema, SchemaText.Write(declared.Schema));

    private ImmutableDictionary<string, string?> GivingUp() => Recording().SetItem(SchemaProperties.GivenUpOperator, declared.Schema.OperatorId);

    private ProblemSite SiteOf(SchemaChange change)
    {
        if (change.StateName is null)
            return new(declared.Type, change.Kind == SchemaChangeKind.KeyType ? SitePart.KeyType : SitePart.Name);
        return declared.FindState(change.StateName) is { } property
            ? new(property, change.Kind is SchemaChangeKind.StateAdded or SchemaChangeKind.StateRenamed ? SitePart.Name : SitePart.PropertyType)
            : new(declared.Type, SitePart.Name);
    }

    private ISymbol? DeclarationOf(SchemaChange change) => change.MemberName is { } member
        ? SchemaSymbols.Find(compilation, member)
        : change.StateName is { } state ? declared.FindState(state) : null;

    private string SubjectOf(SchemaChange? change) =>
        change?.StateName is { } state ? $"State '{state}' of operator '{declared.Schema.OperatorId}'" : $"Operator '{declared.Schema.OperatorId}'";

    private static string Describe(SchemaChange change)
    {
        var place = change.MemberName is { } member ? $"'{member}'" : change.StateName is null ? "its key" : "it";
        return $"{place} was {change.StoredShape} and is {change.DeclaredShape}";
    }
}
