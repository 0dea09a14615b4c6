using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StateGen.Analyzers.Flow.Facts;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>Builds the summary of a method from the flow of values through its body.</summary>
/// <param name="body">The body.</param>
/// <param name="facts">The facts on the ways through it.</param>
internal sealed class SummaryBuilder(FlowBody body, PathFacts facts)
{
    private const int MaxValueDepth = 3;

    private readonly Dictionary<(int Ordinal, bool IsPart), ParameterEffect> _effects = [];
    private readonly HashSet<IPropertySymbol> _assigned = new(SymbolEqualityComparer.Default);
    private bool _clearsStates;

    public static MethodSummary Build(FlowBody body, PathFacts facts) => new SummaryBuilder(body, facts).Build();

    private MethodSummary Build()
    {
        foreach (var function in body.Functions.Prepend(body.Main))
        {
            foreach (var happened in function.Events.SelectMany(events => events))
                Add(happened);
        }

        foreach (var lost in facts.LostChanges.Where(lost => OrdinalOf(lost.Origin) is not null))
            Update(lost.Origin, effect => effect with { Change = Strongest(effect.Change, lost.Kind) });
        AddContents();
        return new()
        {
            Parameters = [.. _effects.Values.OrderBy(effect => effect.Ordinal).ThenBy(effect => effect.IsPart)],
            AssignedStates = [.. _assigned.OrderBy(state => state.Name, StringComparer.Ordinal)],
            ClearsStates = _clearsStates,
            ClearedFields = [.. facts.ClearedAtExit.OrderBy(field => field.Name, StringComparer.Ordinal)],
            Outs = [.. body.Outs.OrderBy(entry => entry.Key).Select(entry => (entry.Key, ValueOf(entry.Value, 0)))],
            Replaced = [.. body.Replaced.OrderBy(static ordinal => ordinal)],
            Returns = ValueOf(body.Main.Returns, 0),
        };
    }

    private static ChangeKind Strongest(ChangeKind? known, ChangeKind more) => known is null or ChangeKind.Order or ChangeKind.Reference ? more : known.Value;

    private void Add(FlowEvent happened)
    {
        switch (happened)
        {
            case AssignEvent { State: { } state } assignment:
                if (!assignment.IsIfNull)
                    _assigned.Add(state);
                Update(assignment.Value, effect => effect with { IsAssigned = true });
                break;
            case AssignEvent:
                _clearsStates = true;
                break;
            case EmitEvent emit:
                Update(emit.Value, effect => effect with { IsEmitted = true });
                break;
            case StoreEvent { Holder: not IParameterSymbol } store:
                Update(store.Value, effect => effect with { IsStored = true, Holder = store.Holder });
                UpdateRun(store.Value, effect => effect with { IsStored = true, Holder = store.Holder });
                break;
            case UnknownEvent unknown:
                Update(unknown.Values, effect => effect with { IsUnknown = true });
                break;
            case InvokeEvent invoke:
                ImmutableArray<SummaryValue> arguments = [.. invoke.Arguments.Select(argument => ValueOf(argument, 1))];
                Update(body.Origins[invoke.Delegate], effect => effect with { Runs = effect.Runs.Add(arguments) });
                break;
            case HandOverEvent { Context: not ExecutionContextKind.InPlace } handOver:
                Update(handOver.Delegates, effect => effect with { Context = handOver.Context });
                UpdateRun(handOver.Delegates, effect => effect with { Context = handOver.Context });
                break;
        }
    }

    // What the method puts into the objects that its parameters refer to.
    private void AddContents()
    {
        foreach (var origin in body.Origins.Where(origin => OrdinalOf(origin) is not null).ToArray())
        {
            var target = OrdinalOf(origin)!.Value;
            foreach (var index in body.Reach(origin.Contents).Where(index => OrdinalOf(body.Origins[index]) != target))
            {
                if (OrdinalOf(body.Origins[index]) is not null)
                    Update(body.Origins[index], effect => effect with { PutInto = effect.PutInto.Add(target) });
            }
        }
    }

    private int? OrdinalOf(Origin origin) => origin switch
    {
        { Kind: OriginKind.Parameter or OriginKind.Part or OriginKind.Context, Symbol: IParameterSymbol parameter } => parameter.Ordinal,
        { Kind: OriginKind.This or OriginKind.Part } when !body.IsOperator => MethodSummary.Instance,
        _ => null,
    };

    private void Update(ValueSet value, Func<ParameterEffect, ParameterEffect> update)
    {
        foreach (var index in body.Reach(value))
            Update(body.Origins[index], update);
    }

    // A parameter that a lambda runs goes where the lambda goes.
    private void UpdateRun(ValueSet delegates, Func<ParameterEffect, ParameterEffect> update)
    {
        foreach (var index in body.Reach(delegates))
        {
            if (body.Origins[index] is not { Kind: OriginKind.Delegate, Symbol: IMethodSymbol symbol } || body.FunctionOf(symbol) is not { } function)
                continue;
            foreach (var invoked in function.Events.SelectMany(events => events).OfType<InvokeEvent>())
                Update(body.Origins[invoked.Delegate], update);
        }
    }

    private void Update(Origin origin, Func<ParameterEffect, ParameterEffect> update)
    {
        if (OrdinalOf(origin) is not { } ordinal)
            return;
        var key = (ordinal, origin.Kind == OriginKind.Part);
        _effects[key] = update(_effects.TryGetValue(key, out var known) ? known : new(ordinal) { IsPart = key.Item2 });
    }

    private SummaryValue ValueOf(ValueSet value, int depth)
    {
        if (value.IsEmpty)
            return SummaryValue.Nothing;
        var (parameters, parts) = (new SortedSet<int>(), new SortedSet<int>());
        var origins = new List<(OriginKind Kind, ISymbol Symbol, bool IsInner)>();
        var (contents, streams, sources, isMade) = (ValueSet.Empty, ValueSet.Empty, ValueSet.Empty, false);
        var members = new SortedDictionary<string, ValueSet>(StringComparer.Ordinal);
        foreach (var index in value.Origins)
        {
            var origin = body.Origins[index];
            if (OrdinalOf(origin) is { } ordinal)
                (origin.Kind == OriginKind.Part ? parts : parameters).Add(ordinal);
            else if (origin is { Kind: OriginKind.Read or OriginKind.Handle or OriginKind.Field or OriginKind.Delegate, Symbol: { } symbol }
                && IsKnownOutside(symbol))
                origins.Add((origin.Kind, symbol, origin.Owner is not null));
            else if (origin.Kind == OriginKind.Made)
            {
                (contents, streams, sources, isMade) = (contents.Union(origin.Contents), streams.Union(origin.Streams), sources.Union(origin.Sources), true);
                foreach (var member in origin.Members)
                    members[member.Key] = members.TryGetValue(member.Key, out var known) ? known.Union(member.Value) : member.Value;
            }
        }

        return new(
            [.. parameters], [.. parts], [.. origins],
            isMade && depth < MaxValueDepth ? ValueOf(contents, depth + 1) : null,
            depth < MaxValueDepth ? [.. members.Select(member => (member.Key, ValueOf(member.Value, depth + 1)))] : [],
            streams.IsEmpty || depth >= MaxValueDepth ? null : ValueOf(streams, depth + 1),
            sources.IsEmpty || depth >= MaxValueDepth ? null : ValueOf(sources, depth + 1));
    }

    // A lambda or local function has no meaning outside its body.
    private static bool IsKnownOutside(ISymbol symbol) => symbol is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction };
}
