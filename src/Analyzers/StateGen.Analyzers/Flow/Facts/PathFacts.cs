using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Values;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers.Flow.Facts;

/// <summary>
/// Follows facts along the ways through a member: an object of state was changed and not assigned since, an object was emitted, a collection state was changed
/// while it is enumerated, and a collection in a field was not cleared since the member began.
/// </summary>
internal sealed partial class PathFacts
{
    private readonly HashSet<(int Before, int After)> _followedBy = [];
    private readonly FactTable _table;
    private readonly FlowBody _body;
    private readonly List<int> _handles = [];
    private readonly Dictionary<ISymbol, List<int>> _reads = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(ValueSet Value, bool WithSources), HashSet<int>> _reach = [];
    private readonly FactSolver _solver;

    private PathFacts(FlowBody body)
    {
        _body = body;
        _table = new(body.Origins.Count);
        _solver = new(Apply, body.Context.CancellationToken);
    }

    /// <summary>Gets the changes of objects that are not assigned to a state on some way out, the last one for each object and way.</summary>
    public List<LostChange> LostChanges { get; } = [];

    /// <summary>Gets the emitted expressions whose objects change afterwards.</summary>
    public HashSet<(IOperation Emitted, int Origin)> ChangedAfterEmit { get; } = [];

    /// <summary>Gets the enumerations of collection states that continue after a change of the state.</summary>
    public Dictionary<(SyntaxNode Place, IPropertySymbol State), HashSet<SyntaxNode>> ChangedWhileEnumerated { get; } = [];

    /// <summary>Finds the facts of a body.</summary>
    public static PathFacts Find(FlowBody body)
    {
        var facts = new PathFacts(body);
        facts.Solve();
        return facts;
    }

    private void Solve()
    {
        var entry = new FactSet();
        var fields = _body.Origins.Where(origin => origin is { Kind: OriginKind.Field, Owner: null }).ToArray();
        foreach (var field in fields)
        {
            _fields[field.Symbol!.OriginalDefinition] = field.Index;
            if (field.Symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declaration)
                _fieldFacts.Add(_table.Add(entry, FactKind.Filled, declaration, null, field.Index));
        }

        foreach (var read in _body.Origins.Where(origin => origin is { Kind: OriginKind.Read, Owner: null, Symbol: not null }))
            AddRead(read.Symbol!.OriginalDefinition, read.Index);
        _handles.AddRange(_body.Origins.Where(origin => origin.Kind == OriginKind.Handle).Select(origin => origin.Index));
        var exits = _solver.Solve(_body.Main, entry);
        foreach (var exit in exits)
            CollectLost(exit);
        // Lambdas that the member only makes run later.
        foreach (var function in _body.Functions.Where(function => !_solver.HasRun(function)).ToArray())
        {
            foreach (var exit in _solver.Solve(function, entry.Clone()))
                CollectLost(exit);
        }

        foreach (var field in fields)
        {
            if (exits.Count > 0 && exits.TrueForAll(exit => !_table.Holds(exit, FactKind.Filled, field.Index)))
                ClearedAtExit.Add(field.Symbol!);
        }
    }

    private void AddRead(ISymbol state, int read)
    {
        if (!_reads.TryGetValue(state, out var reads))
            _reads.Add(state, reads = []);
        reads.Add(read);
    }

    private void CollectLost(FactSet exit)
    {
        var lost = exit.All().Where(fact => _table[fact].Kind is FactKind.Changed or FactKind.Reordered or FactKind.Lost).ToArray();
        foreach (var last in lost.Where(fact => !lost.Any(other => _followedBy.Contains((fact, other)))).Select(fact => _table[fact]))
        {
            if (!LostChanges.Exists(known => known.Operation == last.Operation && known.Origin.Index == last.Origin))
                LostChanges.Add(new(_body.Origins[last.Origin], last.State, last.Operation!, last.Change));
        }
    }

    private void Apply(FlowEvent happened, FactSet facts)
    {
        switch (happened)
        {
            case ChangeEvent change:
                Change(change, facts);
                break;
            case AssignEvent assignment:
                Assign(assignment, facts);
                break;
            case MadeEvent made:
                Make(made, facts);
                break;
            case ForgetEvent forget:
                Forget(forget, facts);
                break;
            case EmitEvent emit:
                Emit(emit, facts);
                break;
            case StoreEvent store:
                Store(store, facts);
                break;
            case ReturnEvent { IsOfMember: true } returned:
                HandOver(returned.Value, facts, isToCaller: true);
                break;
            case UnknownEvent unknown:
                HandOver(unknown.Values, facts);
                break;
            case UseEvent use:
                Use(use, facts);
                break;
            case EnumerateEvent enumeration:
                Enumerate(enumeration, facts);
                break;
            case CallEvent call:
                Call(call, facts);
                break;
        }
    }

    // A change of the object that the variable held before cannot be assigned with the new one.
    private void Make(MadeEvent made, FactSet facts)
    {
        _table.Remove(facts, made.Origin, static kind => kind is FactKind.Emitted or FactKind.Assigned or FactKind.Detached);
        if (_body.Origins[made.Origin].Inner is { } inner)
            _table.Remove(facts, inner.Index, static kind => kind is FactKind.Emitted or FactKind.Assigned);
        foreach (var fact in _table.HeldBy(facts, FactKind.Changed, made.Origin).ToArray())
        {
            facts.Remove(fact);
            var changed = _table[fact];
            _table.Add(facts, FactKind.Lost, changed.Operation!.Syntax, changed.Operation, made.Origin, changed.Change, changed.State);
        }
    }

    private void Forget(ForgetEvent forget, FactSet facts)
    {
        var position = forget.Operation.Syntax.SpanStart;
        foreach (var origin in forget.Former.Origins.ToArray().Where(former => _body.HasOneHolder(former, position)))
            Forget(origin, position, facts);
        // The next element was emitted as well if its collection was.
        if (forget.Collection.Origins.ToArray().Any(collection => _table.Holds(facts, FactKind.Emitted, collection)))
            return;
        foreach (var origin in forget.Next.Origins.ToArray())
            Forget(origin, position, facts);
    }

    private void Forget(int origin, int position, FactSet facts)
    {
        _table.Remove(facts, origin, static kind => kind == FactKind.Emitted);
        if (_body.Origins[origin].Inner is { } inner && !_body.HasHolder(inner.Index, position))
            _table.Remove(facts, inner.Index, static kind => kind == FactKind.Emitted);
    }

    private void Change(ChangeEvent change, FactSet facts)
    {
        foreach (var index in change.Objects.Origins.ToArray())
        {
            if (FindPlace(change, index) is not { } place)
                continue;
            var origin = OwnerOf(index);
            // An object that was emitted stays as it is when a variable takes another one.
            foreach (var fact in _table.HeldBy(facts, FactKind.Emitted, index).Where(_ => change.Kind != ChangeKind.Reference))
                ChangedAfterEmit.Add((_table[fact].Operation!, index));
            if (origin.Kind == OriginKind.Field)
                Fill(change, origin, facts);
            else if (_table.Holds(facts, FactKind.Detached, origin.Index))
                continue;
            else if (origin.Kind is OriginKind.Read or OriginKind.Parameter or OriginKind.Part || (origin.Kind == OriginKind.This && !_body.IsOperator))
                MarkChanged(change with { Operation = place }, origin.Index, origin.Symbol as IPropertySymbol, facts);
            else if (_table.HeldBy(facts, FactKind.Assigned, index).Select(fact => _table[fact].State).FirstOrDefault() is { } state)
                MarkChanged(change with { Operation = place }, origin.Index, state, facts);
        }
    }

    // What a call passes to a local function is changed by the call; what only other calls pass is not.
    private IOperation? FindPlace(ChangeEvent change, int origin)
    {
        var place = change.Operation;
        foreach (var run in _solver.Runs.Where(run => !run.Passed.IsEmpty))
        {
            if (Reach(run.Passed).Contains(origin))
                place = run.Operation;
            else if (Reach(run.Function.Passed).Contains(origin))
                return null;
        }

        return place;
    }

    private void MarkChanged(ChangeEvent change, int origin, IPropertySymbol? state, FactSet facts)
    {
        var before = _table.Of(origin).Where(fact => _table[fact].Kind is FactKind.Changed or FactKind.Reordered && facts.Contains(fact)).ToArray();
        var wasChanged = before.Any(fact => _table[fact].Kind == FactKind.Changed);
        if (change.Objects.Origins.Length == 1 && change.Kind != ChangeKind.Reference)
            _table.Remove(facts, origin, static kind => kind is FactKind.Changed or FactKind.Reordered);
        var kind = change.Kind == ChangeKind.Order && !wasChanged ? FactKind.Reordered : FactKind.Changed;
        var added = _table.Add(facts, kind, change.Operation.Syntax, change.Operation, origin, change.Kind, state);
        if (change.Kind == ChangeKind.Reference)
            return;
        foreach (var fact in before.Where(fact => Branches.Follows(change.Operation.Syntax, _table[fact].Operation!.Syntax)))
            _followedBy.Add((fact, added));
    }

    private void Enumerate(EnumerateEvent enumeration, FactSet facts)
    {
        foreach (var state in _body.StatesReadBy(enumeration.Sequence))
        {
            var handle = _body.OriginOf(OriginKind.Handle, state, null).Index;
            if (enumeration.IsStart)
                _table.Remove(facts, handle, static kind => kind == FactKind.Written);
            else if (_table.Holds(facts, FactKind.Written, handle))
                AddEnumeration(enumeration.Operation.Syntax, state, _table.HeldBy(facts, FactKind.Written, handle));
        }
    }

    private void AddEnumeration(SyntaxNode place, IPropertySymbol state, IEnumerable<int> changes)
    {
        if (!ChangedWhileEnumerated.TryGetValue((place, state), out var known))
            ChangedWhileEnumerated.Add((place, state), known = []);
        known.UnionWith(changes.Select(change => _table[change].Operation!.Syntax));
    }

    private void Assign(AssignEvent assignment, FactSet facts)
    {
        foreach (var handle in _handles.Where(handle => assignment.State is null || Same(_body.Origins[handle].Symbol, assignment.State)))
            _table.Add(facts, FactKind.Written, assignment.Operation.Syntax, assignment.Operation, handle);
        var reached = Reach(assignment.Value, withSources: true);
        var ofSameState = reached.Any(index => IsReadOf(_body.Origins[index], assignment.State));
        foreach (var fact in facts.All().ToArray())
        {
            var (kind, origin) = (_table[fact].Kind, _table[fact].Origin);
            if (kind is not (FactKind.Changed or FactKind.Reordered or FactKind.Lost))
                continue;
            if (Reaches(reached, origin) || (!ofSameState && Replaces(assignment, _body.Origins[origin])))
                facts.Remove(fact);
        }

        Detach(assignment, reached, facts);
        if (assignment.State is null)
            return;
        foreach (var index in Reach(assignment.Value))
        {
            if (_body.Origins[index].Kind == OriginKind.Made)
                _table.Add(facts, FactKind.Assigned, assignment.Operation.Syntax, assignment.Operation, index, state: assignment.State);
        }
    }

    // The state no longer holds the object.
    private static bool Replaces(AssignEvent assignment, Origin changed) =>
        !assignment.IsIfNull && (assignment.State is null || IsReadOf(changed, assignment.State));

    // Once the state has another value, or no entry any more, what was read before is a copy of its own.
    private void Detach(AssignEvent assignment, HashSet<int> reached, FactSet facts)
    {
        foreach (var index in reached)
            _table.Remove(facts, OwnerOf(index).Index, static kind => kind == FactKind.Detached);
        if (assignment.IsIfNull || (assignment.State is { } state && KnownTypes.IsHandle(state.Type) && !IsRemoval(assignment.Operation)))
            return;
        // The place does not matter, so there is one fact for each object: one for each assignment as well would be quadratic in the size of the member.
        foreach (var read in ReadsOf(assignment.State).Where(read => !Reaches(reached, read)))
            _table.Add(facts, FactKind.Detached, _body.Origins[read].Site, null, read);
    }

    private IEnumerable<int> ReadsOf(IPropertySymbol? state) =>
        state is null ? _reads.Values.SelectMany(reads => reads) : _reads.TryGetValue(state.OriginalDefinition, out var reads) ? reads : [];

    private static bool IsRemoval(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Remove" or "RemoveRange" or "RemoveAll" or "Clear" };

    private static bool IsReadOf(Origin origin, IPropertySymbol? state) =>
        origin.Kind == OriginKind.Read && SymbolEqualityComparer.Default.Equals(origin.Symbol?.OriginalDefinition, state?.OriginalDefinition);

    // An element that is emitted where it is read may be another one each time.
    private void Emit(EmitEvent emit, FactSet facts)
    {
        if (OperationContext.Unwrap(emit.Operation) is IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true })
            return;
        foreach (var index in Reach(emit.Value))
        {
            if (_body.Origins[index].Kind is OriginKind.Made or OriginKind.Read or OriginKind.Parameter or OriginKind.Part or OriginKind.Field)
                _table.Add(facts, FactKind.Emitted, emit.Operation.Syntax, emit.Operation, index);
        }
    }

    // The caller assigns what it receives; what it passed itself it has anyway.
    private void HandOver(ValueSet value, FactSet facts, ValueSet into = default, bool isToCaller = false)
    {
        var owners = new HashSet<int>(into.Origins.ToArray().Select(target => OwnerOf(target).Index));
        foreach (var origin in Reach(value).Select(OwnerOf).Where(origin => !owners.Contains(origin.Index) && !(isToCaller && IsOfCaller(origin))))
            _table.Remove(facts, origin.Index, static kind => kind is FactKind.Changed or FactKind.Reordered or FactKind.Lost);
    }

    private Origin OwnerOf(int origin) => _body.Origins[origin].Owner ?? _body.Origins[origin];

    private bool Reaches(HashSet<int> reached, int origin) =>
        reached.Contains(origin) || (_body.Origins[origin].Inner is { } inner && reached.Contains(inner.Index));

    private static bool IsOfCaller(Origin origin) => origin.Kind is OriginKind.Parameter or OriginKind.Part or OriginKind.This;

    private HashSet<int> Reach(ValueSet value, bool withSources = false)
    {
        if (!_reach.TryGetValue((value, withSources), out var reached))
            _reach.Add((value, withSources), reached = _body.Reach(value, withSources));
        return reached;
    }

    private static bool Same(ISymbol? left, ISymbol? right) => SymbolEqualityComparer.Default.Equals(left?.OriginalDefinition, right?.OriginalDefinition);

    private static void Add<T>(List<T> list, T item)
    {
        if (!list.Contains(item))
            list.Add(item);
    }
}
