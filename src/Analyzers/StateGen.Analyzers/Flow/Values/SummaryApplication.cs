using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>Applies the summary of a method at one of its calls.</summary>
/// <param name="body">The body that contains the call.</param>
/// <param name="call">The call.</param>
/// <param name="instance">The object that the method is called on.</param>
/// <param name="arguments">The values of the arguments, by the ordinals of the parameters.</param>
/// <param name="events">The events of the block, which receives the effects.</param>
/// <param name="caller">The evaluation of the body.</param>
internal sealed class SummaryApplication(FlowBody body, IOperation call, ValueSet instance, ValueSet[] arguments, List<FlowEvent> events, SummaryCaller caller)
{
    public ValueSet Apply(MethodSummary summary)
    {
        foreach (var field in summary.ClearedFields)
            events.Add(new ChangeEvent(call, ValueSet.Of(body.OriginOf(OriginKind.Field, field, null).Index), ChangeKind.Clear));
        if (summary.ClearsStates)
            events.Add(new AssignEvent(call, null, default));
        foreach (var effect in summary.Parameters)
            Apply(effect);
        if (body.IsOperator)
        {
            foreach (var state in summary.AssignedStates)
                events.Add(new AssignEvent(call, state, AssignedValue(summary)));
        }

        foreach (var effect in summary.Parameters.Where(effect => effect.Change is not null))
            Change(effect);
        // What the method itself changes after it emits is reported there.
        foreach (var effect in summary.Parameters.Where(effect => effect.IsEmitted && !ValueOf(effect).IsEmpty))
            events.Add(new EmitEvent(call, ValueOf(effect)));
        return Translate(summary.Returns);
    }

    private ValueSet AssignedValue(MethodSummary summary)
    {
        var value = ValueSet.Empty;
        foreach (var effect in summary.Parameters.Where(effect => effect.IsAssigned))
            value = value.Union(ValueOf(effect));
        return value;
    }

    private void Apply(ParameterEffect effect)
    {
        var value = ValueOf(effect);
        if (value.IsEmpty)
            return;
        events.Add(new UseEvent(call, value));
        foreach (var run in effect.Runs)
            caller.Run(call, value, [.. run.Select(argument => Translate(argument))]);
        if (effect.Context != ExecutionContextKind.InPlace)
            events.Add(new HandOverEvent(call, value, effect.Context));
        if (effect.IsStored)
            events.Add(new StoreEvent(call, effect.Holder, value, false));
        if (effect.IsUnknown)
            events.Add(new UnknownEvent(call, value));
        foreach (var target in effect.PutInto)
            caller.Put(call, ValueOf(target), value);
    }

    private ValueSet ValueOf(ParameterEffect effect) => effect.IsPart ? caller.PartsOf(ValueOf(effect.Ordinal), call) : ValueOf(effect.Ordinal);

    // By its name, the method brings the object back to where it began.
    private ChangeKind KindOfMethod => call is IInvocationOperation { TargetMethod.Name: "Clear" or "Reset" } ? ChangeKind.Clear : ChangeKind.Method;

    private void Change(ParameterEffect effect)
    {
        var value = ValueOf(effect);
        if (effect.Change == ChangeKind.Reference && IsPassed(effect.Ordinal, Evaluator.IsVariable))
            return;
        if (!value.IsEmpty)
            events.Add(new ChangeEvent(call, value, effect.Ordinal == MethodSummary.Instance ? KindOfMethod : KindOf(effect)));
    }

    // A reference that is passed on is the variable of a caller. Any other one is into an object, which changes.
    private ChangeKind KindOf(ParameterEffect effect) =>
        effect.Change == ChangeKind.Reference && !IsPassed(effect.Ordinal, static reference => Evaluator.FindForwarded(reference) is not null)
            ? ChangeKind.Content : effect.Change!.Value;

    private bool IsPassed(int ordinal, Func<IOperation, bool> matches) => call is IInvocationOperation { Arguments: var passed }
        && passed.Any(argument => argument.Parameter?.Ordinal == ordinal && matches(argument.Value));

    // Each object inside another one has an origin of its own.
    private static int Inside(int level, int part) => unchecked((level * 31) + part + 1);

    private ValueSet ValueOf(int ordinal) => ordinal == MethodSummary.Instance ? instance : ordinal < arguments.Length ? arguments[ordinal] : default;

    /// <summary>The value that a value of the method is for the caller.</summary>
    public ValueSet Translate(SummaryValue value, int level = 0)
    {
        var result = ValueSet.Empty;
        foreach (var ordinal in value.Parameters)
            result = result.Union(ValueOf(ordinal));
        foreach (var ordinal in value.Parts)
            result = result.Union(caller.PartsOf(ValueOf(ordinal), call));
        foreach (var (kind, symbol, isInner) in value.Origins.Where(origin => body.IsOperator || origin.Kind == OriginKind.Delegate))
        {
            var origin = kind == OriginKind.Read ? caller.Make(kind, symbol, call) : body.OriginOf(kind, symbol, null);
            result = result.Union(ValueSet.Of((isInner ? body.InnerOf(origin) : origin).Index));
        }

        if (value.Contents is null)
            return result;
        var made = level == 0 ? caller.Make(OriginKind.Made, null, call) : body.OriginOf(OriginKind.Made, null, call.Syntax, null, level);
        caller.Fill(made, Translate(value.Contents, Inside(level, 0)), null);
        foreach (var (name, member) in value.Members)
            caller.Fill(made, Translate(member, Inside(level, 3 + name.Sum(letter => letter))), name);
        if (value.Streams is { } streams)
            made.Streams = made.Streams.Union(Translate(streams, Inside(level, 1)));
        if (value.Sources is { } sources)
            made.Sources = made.Sources.Union(Translate(sources, Inside(level, 2)));

        return result.Union(ValueSet.Of(made.Index));
    }
}

/// <summary>The operations of the evaluation that applies a summary.</summary>
/// <param name="Make">Makes an object at a call.</param>
/// <param name="Fill">Puts a value into an object that is made.</param>
/// <param name="Put">Puts a value into objects, which may outlive the callback.</param>
/// <param name="PartsOf">Finds what the members and elements of objects refer to.</param>
/// <param name="Run">Runs the delegates in a value with arguments.</param>
internal sealed record SummaryCaller(
    Func<OriginKind, ISymbol?, IOperation, Origin> Make, Action<Origin, ValueSet, string?> Fill, Action<IOperation, ValueSet, ValueSet> Put,
    Func<ValueSet, IOperation, ValueSet> PartsOf, Action<IOperation, ValueSet, ValueSet[]> Run);
