using System.Reflection;

namespace StateGen.Testing;

#pragma warning disable RS0030 // Reflection runs in tests only: the states of an operator are private, and their types are known only here.

/// <summary>
/// Reads reducing and aggregating states. Their handles live on the stack, where reflection cannot return them, so a delegate of the accessor's own type does.
/// </summary>
internal static class AccumulatedState
{
    private static readonly Dictionary<Type, (string Method, int Result)> Readers = new()
    {
        [typeof(ReducingState<,>)] = (nameof(ReadReducing), 0),
        [typeof(AggregatingState<,,,>)] = (nameof(ReadAggregating), 2),
    };

    private delegate ReducingState<T, TReducer> Reducing<T, TReducer>()
        where TReducer : struct, IReducer<T>;

    private delegate AggregatingState<TIn, TAccumulator, TOut, TAggregator> Aggregating<TIn, TAccumulator, TOut, TAggregator>()
        where TAggregator : struct, IAggregator<TIn, TAccumulator, TOut>;

    /// <summary>Gets the type of what a state has accumulated; null if a property is another kind of state.</summary>
    public static Type? ResultOf(Type handle) =>
        handle.IsGenericType && Readers.TryGetValue(handle.GetGenericTypeDefinition(), out var reader) ? handle.GetGenericArguments()[reader.Result] : null;

    /// <summary>Reads what a state has accumulated; the default if it is empty.</summary>
    public static object? Read(object keyedOperator, PropertyInfo property)
    {
        var handle = property.PropertyType;
        return typeof(AccumulatedState).GetMethod(Readers[handle.GetGenericTypeDefinition()].Method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(handle.GetGenericArguments())
            .Invoke(obj: null, BindingFlags.DoNotWrapExceptions, binder: null, [keyedOperator, property.GetGetMethod(nonPublic: true)], culture: null);
    }

    private static object? ReadReducing<T, TReducer>(object keyedOperator, MethodInfo accessor)
        where TReducer : struct, IReducer<T> => accessor.CreateDelegate<Reducing<T, TReducer>>(keyedOperator)().GetValueOrDefault();

    private static object? ReadAggregating<TIn, TAccumulator, TOut, TAggregator>(object keyedOperator, MethodInfo accessor)
        where TAggregator : struct, IAggregator<TIn, TAccumulator, TOut> =>
        accessor.CreateDelegate<Aggregating<TIn, TAccumulator, TOut, TAggregator>>(keyedOperator)().GetValueOrDefault();
}
