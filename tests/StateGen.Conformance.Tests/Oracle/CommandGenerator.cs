using System.Globalization;
using static StateGen.Conformance.Tests.Oracle.Literal;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Draws commands. Kinds of state add to the table of drawers.</summary>
internal sealed class CommandGenerator(Random random)
{
    private const int Nearby = 40;

    private static readonly string[] Texts = ["", "1", "11", "111", "\0", "\0\0", "a\0b", "é😀", "plain", new('x', 300)];
    private static readonly long[] Numbers = [0, 1, -1, 127, 128, -129, int.MaxValue, long.MaxValue, long.MinValue];
    private static readonly double[] Doubles = [0, -0.0, 1, -1, 0.5, double.MaxValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity];
    private static readonly decimal[] Prices = [0, 1.0m, 1.00m, -0.5m, decimal.MaxValue];

    private readonly List<long> _registered = [0];

    /// <summary>The watermark, near which timers are registered.</summary>
    public long Watermark { get; set; }

    /// <summary>The system clock, near which processing-time timers are registered.</summary>
    public long Clock { get; set; }

    public Command Draw() => random.Next(1_000) == 0 ? DrawMany() : random.Next(100) switch
    {
        < 18 => DrawValue(),
        < 22 => DrawAccumulator(),
        < 28 => DrawMap("SortedMap", state => state.SortedMap, () => random.Next(-8, 8), DrawText),
        < 32 => DrawRange(),
        < 40 => DrawMap("Map", state => state.Map, DrawText, () => random.Next(4) == 0 ? null : DrawNumber()),
        < 46 => DrawMap("Doubles", state => state.Doubles, DrawDouble, () => random.Next(-9, 9)),
        < 53 => DrawMap("FadingMap", state => state.FadingMap, () => random.Next(12), DrawText),
        < 59 => DrawMap("RefreshedMap", state => state.RefreshedMap, () => random.Next(12), DrawText),
        < 66 => DrawList("List", state => state.List, DrawNumber),
        < 72 => DrawList("EventTimedList", state => state.EventTimedList, DrawNumber),
        < 80 => DrawList("FadingList", state => state.FadingList, DrawText),
        < 90 => DrawTimer(),
        < 92 => Command.Clear,
        < 98 => Command.Describe,
        < 99 => new("throw new DeliberateException();", _ => throw new DeliberateException()),
        _ => DrawFailure(),
    };

    private Command DrawValue() => random.Next(9) switch
    {
        0 => Assign("Number", DrawNumber(), (state, value) => state.Number = value),
        1 => Assign<int?>("Optional", random.Next(3) == 0 ? null : random.Next(-2, 3), (state, value) => state.Optional = value),
        2 => Assign("Text", random.Next(3) == 0 ? null : DrawText(), (state, value) => state.Text = value),
        3 => Assign<decimal?>("Price", random.Next(4) == 0 ? null : Prices[random.Next(Prices.Length)], (state, value) => state.Price = value),
        4 => Assign("Fading", DrawNumber(), (state, value) => state.Fading = value),
        6 => Assign("Refreshed", DrawNumber(), (state, value) => state.Refreshed = value),
        7 => Assign("EventTimed", DrawNumber(), (state, value) => state.EventTimed = value),
        5 => Assign("FadingText", random.Next(3) == 0 ? null : DrawText(), (state, value) => state.FadingText = value),
        _ => new("Fading++; Emit(Fading);", state =>
        {
            state.Fading = unchecked(state.Fading + 1);
            state.Emit(Of(state.Fading));
        }),
    };

    private Command DrawMap<TKey, TValue>(string name, Func<IKeyState, IOracleMap<TKey, TValue>> map, Func<TKey> drawKey, Func<TValue> drawValue)
        where TKey : notnull
    {
        var (key, value) = (drawKey(), drawValue());
        return random.Next(24) switch
        {
            < 9 => new($"{name}[{Of(key)}] = {Of(value)};", state => map(state).Put(key, value)),
            < 12 => new($"Emit({name}.Remove({Of(key)}));", state => state.Emit($"{map(state).Remove(key)}")),
            < 15 => new(
                $"Emit({name}.GetValueOrDefault({Of(key)}));", state => state.Emit(map(state).TryGet(key, out var found) ? Of(found) : "none")),
            < 17 => new($"Emit({name}.Count, {name}.IsEmpty);", state => state.Emit($"{map(state).Count} {map(state).IsEmpty}")),
            < 19 => new($"{name}.RemoveWhere(key => key is {Of(key)} or later);", state => map(state).RemoveWhere(other => Compare(other, key) >= 0)),
            < 20 => new($"{name}.Clear();", state => map(state).Clear()),
            < 21 => new($"{name}.PutWhileEnumerating({Of(key)}, {Of(value)});", state => map(state).PutWhileEnumerating(key, value)),
            < 22 => new(
                $"{name}.Clear(); {name}[{Of(key)}] = {Of(value)};",
                state =>
                {
                    map(state).Clear();
                    map(state).Put(key, value);
                }),
            _ => new($"Emit({name});", state => state.Emit(string.Join(',', map(state).Entries.Select(entry => Of(entry.Key)).Order(StringComparer.Ordinal)))),
        };
    }

    private Command DrawList<T>(string name, Func<IKeyState, IOracleList<T>> list, Func<T> draw)
        where T : notnull
    {
        var element = draw();
        T[] elements = [.. Enumerable.Range(0, random.Next(4)).Select(_ => draw())];
        var text = string.Join(", ", elements.Select(added => Of(added)));
        return random.Next(16) switch
        {
            < 7 => new($"{name}.Add({Of(element)});", state => list(state).Add(element)),
            < 10 => new($"{name}.AddRange([{text}]);", state => list(state).AddRange(elements)),
            < 12 => new($"{name}.Update([{text}]);", state => list(state).Update(elements)),
            < 13 => new($"{name}.Clear();", state => list(state).Clear()),
            < 14 => new($"Emit({name}.IsEmpty);", state => state.Emit($"{list(state).IsEmpty}")),
            < 15 => new($"Emit({name}.First());", state => state.Emit(Of(list(state).Elements.FirstOrDefault()))),
            _ => new($"Emit({name});", state => state.Emit(string.Join(',', list(state).Elements.Select(found => Of(found))))),
        };
    }

    private Command DrawTimer()
    {
        var isEventTime = random.Next(2) == 0;
        var registered = _registered[random.Next(_registered.Count)];
        switch (random.Next(8))
        {
            case 0:
                return isEventTime
                    ? new($"Delete({registered});", state => state.Delete(registered))
                    : new($"DeleteProcessingTime({registered});", state => state.DeleteProcessingTime(registered));
            case 1:
                return new(
                    $"Emit(Contains({registered}), ContainsProcessingTime({registered}));",
                    state => state.Emit($"{state.Contains(registered)} {state.ContainsProcessingTime(registered)}"));
            default:
                var timestamp = (isEventTime ? Watermark : Clock) + random.Next(-Nearby / 4, Nearby);
                _registered.Add(timestamp);
                return isEventTime
                    ? new($"Register({timestamp});", state => state.Register(timestamp))
                    : new($"RegisterProcessingTime({timestamp});", state => state.RegisterProcessingTime(timestamp));
        }
    }

    private Command DrawAccumulator()
    {
        var value = DrawNumber();
        return random.Next(8) switch
        {
            < 4 => new($"Sum.Add({Of(value)}); Emit(Sum);", state =>
            {
                state.AddToSum(value);
                state.Emit(Of(state.Sum));
            }),
            < 5 => new("Sum.Clear();", state => state.ClearSum()),
            < 7 => new($"Mean.Add({Of(value)});", state => state.AddToMean(value)),
            _ => new("Emit(Sum, Mean);", state => state.Emit($"{Of(state.Sum)} {Of(state.Mean)}")),
        };
    }

    private Command DrawRange()
    {
        var (from, isReverse) = (random.Next(-9, 9), random.Next(2) == 0);
        var to = from + random.Next(0, 9);
        return random.Next(4) switch
        {
            0 => new($"Emit(SortedMap.RemoveRange({from}, {to}));", state => state.Emit($"{state.SortedMap.RemoveRange(from, to)}")),
            1 => new("Emit(SortedMap.First, SortedMap.Last);", state => state.Emit($"{state.SortedMap.First?.Key} {state.SortedMap.Last?.Key}")),
            _ => new(
                $"Emit(SortedMap.Range({from}, {to}){(isReverse ? ".Reverse()" : "")});",
                state => state.Emit(string.Join(',', state.SortedMap.Range(from, to, isReverse).Select(entry => $"{entry.Key}={Of(entry.Value)}")))),
        };
    }

    // So many that a backend stores them in another way than a few.
    private Command DrawMany()
    {
        var count = random.Next(200, 400);
        return random.Next(3) switch
        {
            0 => new(
                $"for (var many = 0; many < {count}; many++) Map[many] = many;",
                state => Repeat(count, many => state.Map.Put(many.ToString(CultureInfo.InvariantCulture), many))),
            1 => new($"for (var many = 0; many < {count}; many++) FadingMap[many] = \"\";", state => Repeat(count, many => state.FadingMap.Put(many, ""))),
            _ => new($"for (var many = 0; many < {count}; many++) List.Add(many);", state => Repeat(count, many => state.List.Add(many))),
        };
    }

    private static void Repeat(int count, Action<int> action)
    {
        for (var number = 0; number < count; number++)
            action(number);
    }

    private Command DrawFailure() => random.Next(4) switch
    {
        0 => new("FadingList.Add(null);", state => state.FadingList.Add(null!)),
        1 => new("FadingList.AddRange([\"a\", null]);", state => state.FadingList.AddRange(["a", null!])),
        2 => new("Doubles[double.NaN] = 1;", state => state.Doubles.Put(double.NaN, 1)),
        _ => new("try { FadingList.Update([\"a\", null]); } catch (ArgumentNullException) { Emit(\"refused\"); }", RefuseUpdate),
    };

    private static void RefuseUpdate(IKeyState state)
    {
        try
        {
            state.FadingList.Update(["a", null!]);
        }
        catch (ArgumentNullException)
        {
            state.Emit("refused");
        }
    }

    private static Command Assign<T>(string name, T value, Action<IKeyState, T> assign) => new($"{name} = {Of(value)};", state => assign(state, value));

    private static int Compare<TKey>(TKey left, TKey right) =>
        left is string text ? string.CompareOrdinal(text, right as string) : Comparer<TKey>.Default.Compare(left, right);

    private string DrawText() => Texts[random.Next(Texts.Length)];

    private long DrawNumber() => random.Next(3) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(-200, 200);

    private double DrawDouble() => random.Next(3) == 0 ? random.Next(-3, 3) : Doubles[random.Next(Doubles.Length)];
}
