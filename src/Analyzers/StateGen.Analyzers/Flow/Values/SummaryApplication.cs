using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>Applies the summary of a method at one of its calls.</summary>
/// <param name="body">The body that contains the call.</param>
/// <param name="call">The call.</param>
/// <param name="instance">The object that the method is called on.</param>
/// <param name="arguments">The values of the arguments, by the ordinals of the parameters.</param>
/// <param name="events">The events of the block, which receives the effects.</param>
/// <param name="partsOf">Finds what the members and elements of objects refer to.</param>
internal sealed class SummaryApplication(
    FlowBody body, IOperation call, ValueSet instance, ValueSet[] arguments, List<FlowEvent> events, Func<ValueSet, IOperation, ValueSet> partsOf)
{
    public ValueSet Apply(
        MethodSummary summary, Func<OriginKind, ISymbol?, IOperation, Origin> make, Action<Origin, ValueSet, string?> fill, Action<IOperation, ValueSet> run)
    {
        foreach (var field in summary.ClearedFields)
            events.Add(new ChangeEvent(call, ValueSet.Of(body.OriginOf(OriginKind.Field, field, null).Index), ChangeKind.Clear));
        if (summary.ClearsStates)
            events.Add(new AssignEvent(call, null, default));
        foreach (var effect in summary.Parameters)
            Apply(effect, fill, run);
        if (body.IsOperator)
        {
            foreach (var state in summary.AssignedStates)
                events.Add(new AssignEvent(call, state, AssignedValue(summary)));
        }

        foreach (var effect in summary.Parameters.Where(effect => effect.Change is not null))
            Change(effect);
        return Translate(summary.Returns, make, fill, 0);
    }

    private ValueSet AssignedValue(MethodSummary summary)
    {
        var value = ValueSet.Empty;
        foreach (var effect in summary.Parameters.Where(effect => effect.IsAssigned))
            value = value.Union(ValueOf(effect.Ordinal));
        return value;
    }

    private void Apply(ParameterEffect effect, Action<Origin, ValueSet, string?> fill, Action<IOperation, ValueSet> run)
    {
        var value = ValueOf(effect.Ordinal);
        if (value.IsEmpty)
            return;
        events.Add(new UseEvent(call, value));
        if (effect.IsRun)
            run(call, value);
        if (effect.IsEmitted)
            events.Add(new EmitEvent(call, value));
        if (effect.Context != ExecutionContextKind.InPlace)
            events.Add(new HandOverEvent(call, value, effect.Context));
        if (effect.IsStored)
            events.Add(new StoreEvent(call, effect.Holder, value, false));
        if (effect.IsUnknown)
            events.Add(new UnknownEvent(call, value));
        foreach (var target in effect.PutInto)
            PutInto(ValueOf(target), value, fill);
    }

    private void PutInto(ValueSet objects, ValueSet value, Action<Origin, ValueSet, string?> fill)
    {
        foreach (var index in objects.Origins)
            fill(body.Origins[index], value, null);
    }

    private void Change(ParameterEffect effect)
    {
        var value = ValueOf(effect.Ordinal);
        if (!value.IsEmpty)
            events.Add(new ChangeEvent(call, value, effect.Ordinal == MethodSummary.Instance ? ChangeKind.Method : effect.Change!.Value));
    }

    private ValueSet ValueOf(int ordinal) => ordinal == MethodSummary.Instance ? instance : ordinal < arguments.Length ? arguments[ordinal] : default;

    private ValueSet Translate(SummaryValue value, Func<OriginKind, ISymbol?, IOperation, Origin> make, Action<Origin, ValueSet, string?> fill, int level)
    {
        var result = ValueSet.Empty;
        foreach (var ordinal in value.Parameters)
            result = result.Union(ValueOf(ordinal));
        foreach (var ordinal in value.Parts)
            result = result.Union(partsOf(ValueOf(ordinal), call));
        foreach (var (kind, symbol) in value.Origins)
        {
            if (body.IsOperator || kind == OriginKind.Delegate)
                result = result.Union(ValueSet.Of(kind == OriginKind.Read ? make(kind, symbol, call).Index : body.OriginOf(kind, symbol, null).Index));
        }

        if (value.Contents is null)
            return result;
        var made = level == 0 ? make(OriginKind.Made, null, call) : body.OriginOf(OriginKind.Made, null, call.Syntax, null, level);
        fill(made, Translate(value.Contents, make, fill, level + 1), null);
        if (value.Streams is { } streams)
            made.Streams = made.Streams.Union(Translate(streams, make, fill, level + 1));
        if (value.Sources is { } sources)
            made.Sources = made.Sources.Union(Translate(sources, make, fill, level + 1));

        return result.Union(ValueSet.Of(made.Index));
    }
}
