using StateGen.Schemas.Resolution;

namespace StateGen.Analyzers.SG4000;

/// <summary>Finds the former names with which the resolver would not refuse what it refuses. It is asked, so that a fix never trades one refusal for another.</summary>
internal sealed class MissingFormerNames
{
    private readonly (FormerNameCandidate Candidate, IReadOnlyList<SchemaChange> Refused)[] _candidates;
    private readonly IReadOnlyList<SchemaChange> _refused;

    public MissingFormerNames(OperatorVerdict verdict, DeclaredOperator declared)
    {
        _refused = verdict.Refused;
        var candidates = _refused.Count == 0 ? [] : FormerNameCandidates.Find(verdict.Shipped!, declared.Schema).Where(candidate => candidate.AttributeArgument is not null).ToArray();
        var isEnoughTogether = IsNoWorse(verdict.RefusedOf(candidates.Aggregate(declared.Schema, (schema, candidate) => candidate.AddTo(schema))));
        _candidates =
        [
            .. candidates.Select(candidate => (Candidate: candidate, Refused: verdict.RefusedOf(candidate.AddTo(declared.Schema))))
                .Where(pair => isEnoughTogether || IsNoWorse(pair.Refused))
                .OrderBy(pair => IsNoWorse(pair.Refused) ? 0 : 1),
        ];
    }

    /// <summary>What would have to say its former name; null when that does not help, or it is not plain what.</summary>
    public FormerNameCandidate? Find(SchemaChange refused) => _candidates.FirstOrDefault(pair => !pair.Refused.Contains(refused)).Candidate;

    private bool IsNoWorse(IReadOnlyList<SchemaChange> refused) => refused.All(_refused.Contains);
}
