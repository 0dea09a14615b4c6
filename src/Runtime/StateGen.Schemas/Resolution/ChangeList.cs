namespace StateGen.Schemas.Resolution;

/// <summary>Collects the changes of one state, or of the key.</summary>
internal sealed class ChangeList(string? stateName)
{
    private readonly List<SchemaChange> _changes = [];

    public string? StateName => stateName;

    public int Count => _changes.Count;

    public IReadOnlyList<SchemaChange> Changes => _changes;

    public bool IsRefused => _changes.Exists(change => change.IsRefused);

    public void Allow(SchemaChangeKind kind, string? member, string stored, string declared, string consequence) =>
        Add(new(kind, stateName, member, stored, declared, IsRefused: false, consequence));

    public void Refuse(SchemaChangeKind kind, string? member, string stored, string declared, string remedy) =>
        Add(new(kind, stateName, member, stored, declared, IsRefused: true, remedy));

    /// <summary>Whether something was refused, added or removed since there were <paramref name="count"/> changes.</summary>
    public bool ChangedContentSince(int count) => _changes.Skip(count).Any(change => change.IsRefused || AddsOrRemoves(change.Kind));

    public void TakeBack(int count) => _changes.RemoveRange(count, _changes.Count - count);

    private void Add(SchemaChange change)
    {
        if (!_changes.Contains(change))
            _changes.Add(change);
    }

    private static bool AddsOrRemoves(SchemaChangeKind kind) => kind is
        SchemaChangeKind.MemberAdded or SchemaChangeKind.MemberRemoved or SchemaChangeKind.EnumMemberAdded or SchemaChangeKind.EnumMemberRemoved
        or SchemaChangeKind.UnionCaseAdded or SchemaChangeKind.UnionCaseRemoved;
}
