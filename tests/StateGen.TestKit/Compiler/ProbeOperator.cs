using System.Globalization;

namespace StateGen.TestKit.Compiler;

/// <summary>A base class with logic: its events are functions that work on the operator, and it emits their results as text.</summary>
public abstract class ProbeOperator<TSelf, TKey> : KeyedOperator<TKey, Func<TSelf, object?>, string>
    where TSelf : ProbeOperator<TSelf, TKey>
    where TKey : notnull
{
    public TKey CurrentKey => Key;

    public object? Clear()
    {
        ClearState();
        return null;
    }

    protected override void OnEvent(Func<TSelf, object?> value, OperatorContext<string> context)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(context);
        context.Emit(Convert.ToString(value((TSelf)this), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "nothing");
    }
}
