using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>
/// Resolves the type of one state from one generation to the next. Named types are resolved once each, into a table that recursive types refer to.
/// A pair of types that occurs again while it is being resolved is assumed to match: its differences are found at its first occurrence.
/// </summary>
internal sealed class TypeResolver
{
    private const string ConvertRemedy = "Keep the stored type, or convert the values with [State(Upgrade = typeof(...))].";

    private readonly OperatorSchema _stored;
    private readonly OperatorSchema _declared;
    private readonly List<ValuePlan> _types = [];
    private readonly Dictionary<(string Stored, string Declared, bool IsDistinct), int> _resolved = [];
    private readonly Dictionary<int, SchemaChange> _contentChanges = [];
    private readonly HashSet<(string Stored, string Declared, bool IsDistinct)> _unlike = [];

    private TypeResolver(OperatorSchema stored, OperatorSchema declared, ChangeList changes)
    {
        _stored = stored;
        _declared = declared;
        Changes = changes;
        Defaults = new(declared);
    }

    public ChangeList Changes { get; }

    public DefaultValueBuilder Defaults { get; }

    /// <summary>
    /// Resolves the type of a state. Refused changes are added to <paramref name="changes"/>; the migration is then not usable.
    /// </summary>
    public static ValueMigration Resolve(
        OperatorSchema stored,
        string storedType,
        OperatorSchema declared,
        string declaredType,
        bool nilIsDefault,
        ChangeList changes)
    {
        var resolver = new TypeResolver(stored, declared, changes);
        var path = new SchemaPath(Member: null, storedType, declaredType, nilIsDefault, IsDistinct: false);
        var root = resolver.Resolve(TypeExpression.Parse(storedType), TypeExpression.Parse(declaredType), path);
        return PlanSimplification.Simplify(root, resolver._types);
    }

    public ValuePlan Resolve(TypeExpression stored, TypeExpression declared, SchemaPath path)
    {
        var plan = ResolvePresent(stored, declared, path);
        if (stored.IsNullable == declared.IsNullable)
            return plan;
        if (declared.IsNullable)
            return Allowed(path, path.NilIsDefault ? UnsetValues.Omit(_stored, stored, plan) : plan);
        if (path.NilIsDefault)
            return Allowed(path, plan);
        if (path.IsDistinct || Defaults.Of(declared) is not { } value)
        {
            var remedy = $"Keep it nullable. Without null, different values could become equal, or {declared} has no default value to replace null.";
            return Refused(path, remedy);
        }

        return Allowed(path, new DefaultIfNilPlan(plan, value));
    }

    /// <summary>Resolves the type of values that are not null.</summary>
    private ValuePlan ResolvePresent(TypeExpression stored, TypeExpression declared, SchemaPath path)
    {
        if (BuiltInTypes.IsNamed(stored.Name) && BuiltInTypes.IsNamed(declared.Name))
            return ResolveNamed(stored, declared, path);
        if (BuiltInTypes.IsScalar(stored.Name))
            return ResolveScalar(stored.Name, declared.Name, path);
        return stored.Name == declared.Name && stored.Arguments.Count == declared.Arguments.Count
            ? ResolveCollection(stored, declared, path)
            : Refused(path, ConvertRemedy);
    }

    private ValuePlan ResolveScalar(string stored, string declared, SchemaPath path)
    {
        if (ScalarConversionTable.Find(stored, declared) is not { } plan)
            return Refused(path, ConvertRemedy);
        return stored == declared ? plan : Allowed(path, plan);
    }

    private ValuePlan ResolveCollection(TypeExpression stored, TypeExpression declared, SchemaPath path) => (stored.Name, stored.Arguments.Count) switch
    {
        (BuiltInTypes.List, 1) => new ListPlan(ResolveArgument(0, stored, declared, path.Inside())),
        (BuiltInTypes.Set, 1) => new ListPlan(ResolveArgument(0, stored, declared, path.InsideDistinct())),
        (BuiltInTypes.Map, 2) => new MapPlan(
            ResolveArgument(0, stored, declared, path.InsideDistinct()),
            ResolveArgument(1, stored, declared, path.Inside())),
        (BuiltInTypes.Tuple, var count) => new TuplePlan(
            Enumerable.Range(0, count).Select(index => ResolveArgument(index, stored, declared, path.Inside())).ToEquatableArray()),
        _ => Refused(path, ConvertRemedy),
    };

    private ValuePlan ResolveArgument(int index, TypeExpression stored, TypeExpression declared, SchemaPath path) =>
        Resolve(stored.Arguments[index], declared.Arguments[index], path);

    private ValuePlan ResolveNamed(TypeExpression stored, TypeExpression declared, SchemaPath path)
    {
        if (_resolved.TryGetValue((stored.FullName, declared.FullName, path.IsDistinct), out var index))
            return Refer(index);
        if ((_stored.FindType(stored.FullName), _declared.FindType(declared.FullName)) is not ({ } before, { } after))
            return ResolveUnknown(stored, declared, path);
        if (stored.Name == declared.Name)
            return ResolveShape(before, after, path);
        var plan = IsRenamed(stored, declared) ? ResolveShape(before, after, path) : ResolveAlike(before, after, path);
        if (plan is not null)
            Changes.Allow(SchemaChangeKind.TypeRenamed, declared.Name, stored.Name, declared.Name, "Stored values do not change.");
        return plan ?? (ValuePlan)Refused(
            path,
            $"If {stored.Name} was renamed to {declared.Name}, add [FormerName(\"{stored.Name}\")] to it. "
                + "Otherwise, convert the values with [State(Upgrade = typeof(...))].");
    }

    // A change in a type is a change in everything that contains the type, so it is repeated at every occurrence.
    private ReferencePlan Refer(int index)
    {
        if (_contentChanges.TryGetValue(index, out var change))
            Changes.Repeat(change);
        return new(index);
    }

    // Schemas can be edited by hand, so they may mention types that they do not describe.
    private CopyPlan ResolveUnknown(TypeExpression stored, TypeExpression declared, SchemaPath path) =>
        stored.FullName == declared.FullName && _stored.FindType(stored.FullName) is null && _declared.FindType(declared.FullName) is null
            ? CopyPlan.Instance
            : Refused(path, "One of the two schemas does not contain the type. Restore its block.");

    /// <summary>Resolves types of different names, which must have the same content; null if their content differs.</summary>
    private ReferencePlan? ResolveAlike(TypeSchema before, TypeSchema after, SchemaPath path)
    {
        var pair = (before.Name, after.Name, path.IsDistinct);
        if (_unlike.Contains(pair))
            return null;
        var (changes, types) = (Changes.Count, _types.Count);
        var plan = ResolveShape(before, after, path);
        if (!Changes.ChangedContentSince(changes))
            return plan;
        Changes.Rollback(changes);
        _types.RemoveRange(types, _types.Count - types);
        foreach (var resolved in _resolved.Where(entry => entry.Value >= types).ToList())
        {
            _resolved.Remove(resolved.Key);
            _contentChanges.Remove(resolved.Value);
        }

        _unlike.Add(pair);
        return null;
    }

    private ReferencePlan ResolveShape(TypeSchema before, TypeSchema after, SchemaPath path)
    {
        var (index, changes) = (_types.Count, Changes.Count);
        _types.Add(CopyPlan.Instance);
        _resolved.Add((before.Name, after.Name, path.IsDistinct), index);
        _types[index] = (before, after) switch
        {
            (RecordSchema stored, RecordSchema declared) => new RecordResolver(this, path.IsDistinct).Resolve(stored, declared),
            (EnumSchema stored, EnumSchema declared) => new EnumResolver(Changes, path.IsDistinct).Resolve(stored, declared),
            (UnionSchema stored, UnionSchema declared) => ResolveUnion(stored, declared, path.IsDistinct),
            (OpaqueSchema stored, OpaqueSchema declared) => ResolveOpaque(stored, declared),
            _ => Refused(path with { Member = after.Name, Stored = Kind(before), Declared = Kind(after) }, ConvertRemedy),
        };
        if (Changes.FindContentSince(changes) is { } change)
            _contentChanges[index] = change;
        return new ReferencePlan(index);
    }

    private UnionPlan ResolveUnion(UnionSchema stored, UnionSchema declared, bool isDistinct)
    {
        foreach (var added in declared.Cases.Where(single => stored.Cases.All(other => other.Tag != single.Tag)))
            Changes.Allow(SchemaChangeKind.UnionCaseAdded, $"{declared.Name}.{added.Tag}", "no such case", added.Type, "Stored values do not use it.");
        return new(stored.Cases.Select(single => ResolveCase(single, declared, isDistinct)).ToEquatableArray());
    }

    private CasePlan ResolveCase(UnionCaseSchema stored, UnionSchema union, bool isDistinct)
    {
        var member = $"{union.Name}.{stored.Tag}";
        if (union.Cases.FirstOrDefault(single => single.Tag == stored.Tag) is { } declared)
        {
            if (IsOtherType(member, stored, declared))
                return new(stored.Tag, CopyPlan.Instance);
            var path = new SchemaPath(member, stored.Type, declared.Type, NilIsDefault: false, isDistinct);
            return new(stored.Tag, Resolve(TypeExpression.Parse(stored.Type), TypeExpression.Parse(declared.Type), path));
        }

        var remedy = $"Stored values may use this case. Restore it: [UnionCase({stored.Tag}, typeof({stored.Type}))].";
        Changes.Refuse(SchemaChangeKind.UnionCaseRemoved, member, stored.Type, "no such case", remedy);
        return new(stored.Tag, CopyPlan.Instance);
    }

    // A type of another name is not accepted because its content is equal: only the tag distinguishes stored cases.
    private bool IsOtherType(string member, UnionCaseSchema stored, UnionCaseSchema declared)
    {
        var (before, after) = (TypeExpression.Parse(stored.Type), TypeExpression.Parse(declared.Type));
        if (before.Name == after.Name || IsRenamed(before, after))
            return false;
        var remedy = $"Restore the tag of each case. If {before.Name} was renamed to {after.Name}, add [FormerName(\"{before.Name}\")] to it.";
        Changes.Refuse(SchemaChangeKind.TypeChanged, member, stored.Type, declared.Type, remedy);
        return true;
    }

    private bool IsRenamed(TypeExpression stored, TypeExpression declared) =>
        _declared.FindType(declared.FullName)?.FormerNames.Contains(stored.Name, StringComparer.Ordinal) == true
        || _stored.FindType(stored.FullName)?.FormerNames.Contains(declared.Name, StringComparer.Ordinal) == true;

    private CopyPlan ResolveOpaque(OpaqueSchema stored, OpaqueSchema declared)
    {
        if (stored.Version != declared.Version)
        {
            const string remedy = "Only the codec can read its bytes. "
                + "Let it read both versions and keep the version number, or convert the values with [State(Upgrade = typeof(...))].";
            var (before, after) = ($"version {stored.Version} of its codec", $"version {declared.Version}");
            Changes.Refuse(SchemaChangeKind.OpaqueVersion, declared.Name, before, after, remedy);
        }
        else if (stored.Name != declared.Name && !IsRenamedDefinition(stored, declared))
        {
            Changes.Refuse(SchemaChangeKind.TypeChanged, declared.Name, stored.Name, declared.Name, ConvertRemedy);
        }

        return CopyPlan.Instance;
    }

    private static bool IsRenamedDefinition(OpaqueSchema stored, OpaqueSchema declared) =>
        declared.FormerNames.Contains(Definition(stored), StringComparer.Ordinal) || stored.FormerNames.Contains(Definition(declared), StringComparer.Ordinal);

    private static string Definition(TypeSchema type) => TypeExpression.Parse(type.Name).Name;

    private static string Kind(TypeSchema type) => type switch
    {
        RecordSchema => "a record",
        EnumSchema => "an enum",
        UnionSchema => "a union",
        _ => "a type with its own codec",
    };

    private ValuePlan Allowed(SchemaPath path, ValuePlan plan)
    {
        Changes.Allow(SchemaChangeKind.TypeChanged, path.Member, path.Stored, path.Declared, "Stored values are converted without loss.");
        return plan;
    }

    private CopyPlan Refused(SchemaPath path, string remedy)
    {
        Changes.Refuse(SchemaChangeKind.TypeChanged, path.Member, path.Stored, path.Declared, remedy);
        return CopyPlan.Instance;
    }
}

/// <summary>Finds the parts of a plan that do not change anything, including recursive types, so that whole subtrees are copied as bytes.</summary>
internal static class PlanSimplification
{
    public static ValueMigration Simplify(ValuePlan root, IReadOnlyList<ValuePlan> types)
    {
        var changing = FindChanging(types);
        bool Changes(int index) => changing[index];
        return new(root.Simplify(Changes), root.Changes(Changes) ? types.Select(type => type.Simplify(Changes)).ToEquatableArray() : []);
    }

    // Starts with no type known to change. A type changes if something in it changes, so the search is repeated until it finds no further type.
    private static bool[] FindChanging(IReadOnlyList<ValuePlan> types)
    {
        var changing = new bool[types.Count];
        for (var found = true; found;)
        {
            found = false;
            for (var index = 0; index < types.Count; index++)
            {
                if (changing[index] || !types[index].Changes(type => changing[type]))
                    continue;
                changing[index] = true;
                found = true;
            }
        }

        return changing;
    }
}
