using System.Globalization;
using static StateGen.Conformance.Tests.Oracle.Literal;

namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Draws commands. Kinds of state add to the table of drawers.</summary>
/// <param name="random">The source of chance.</param>
/// <param name="options">The options of the sets of states that the program uses.</param>
internal sealed class CommandGenerator(Random random, OracleOptions[] options)
{
    private const int Nearby = 40;

    private static readonly string[] Texts = ["", "1", "11", "111", "\0", "\0\0", "a\0b", "é😀", "plain", new('x', 300)];
    private static readonly long[] Numbers = [0, 1, -1, 127, 128, -129, int.MaxValue, long.MaxValue, long.MinValue];
    private static readonly double[] Doubles = [0, -0.0, 1, -1, 0.5, double.MaxValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity];
    private static readonly decimal[] Prices = [0, 1.0m, 1.00m, -0.5m, decimal.MaxValue];

    private readonly List<long> _registered = [0];
    private int _unique;

    /// <summary>Draws commands on state that belongs to no key.</summary>
    public SharedCommandGenerator Shared { get; } = new(random);

    /// <summary>The watermark, near which timers are registered.</summary>
    public long Watermark { get; set; }

    /// <summary>The system clock, near which processing-time timers are registered.</summary>
    public long Clock { get; set; }

    public Command Draw() => random.Next(1_000) == 0 ? DrawMany() : random.Next(100) switch
    {
        < 10 => DrawValue(),
        < 16 => DrawMap("Map", state => state.Map, DrawText, () => random.Next(4) == 0 ? null : DrawNumber()),
        < 20 => DrawMap("Doubles", state => state.Doubles, DrawDouble, () => random.Next(-9, 9)),
        < 25 => DrawList("List", state => state.List, DrawNumber),
        < 68 => DrawOfSet(random.Next(options.Length)),
        < 75 => random.Next(2) == 0 ? DrawWindow("Windows", state => state.Windows, 20, 20) : DrawWindow("Sessions", state => state.Sessions, 1, 25),
        < 80 => Command.Of(Shared.DrawInRecord()),
        < 90 => DrawTimer(),
        < 92 => Command.Clear,
        < 98 => Command.Describe,
        < 99 => new("throw new DeliberateException();", _ => throw new DeliberateException()),
        _ => DrawFailure(),
    };

    private Command DrawOfSet(int set)
    {
        var name = options[set].Name;
        return random.Next(16) switch
        {
            < 3 => DrawNumberOf(set),
            < 4 => DrawTextOf(set),
            < 6 => DrawAccumulator($"{name}Sum", state => state.Sets[set].Sum),
            < 7 => DrawAccumulator($"{name}Mean", state => state.Sets[set].Mean),
            < 9 => DrawMap($"{name}Map", state => state.Sets[set].Map, () => random.Next(12), DrawText),
            < 11 => DrawMap($"{name}Sorted", state => state.Sets[set].Sorted, () => random.Next(-8, 8), DrawText),
            < 12 => DrawRange($"{name}Sorted", state => state.Sets[set].Sorted),
            < 14 => DrawList($"{name}Numbers", state => state.Sets[set].Numbers, options[set].IsVisible ? () => _unique++ : DrawNumber),
            _ => DrawList($"{name}Texts", state => state.Sets[set].Texts, options[set].IsVisible ? () => $"unique {_unique++}" : DrawText),
        };
    }

    private Command DrawValue() => random.Next(4) switch
    {
        0 => Assign("Number", DrawNumber(), (state, value) => state.Number = value),
        1 => Assign<int?>("Optional", random.Next(3) == 0 ? null : random.Next(-2, 3), (state, value) => state.Optional = value),
        2 => Assign("Text", random.Next(3) == 0 ? null : DrawText(), (state, value) => state.Text = value),
        _ => Assign<decimal?>("Price", random.Next(4) == 0 ? null : Prices[random.Next(Prices.Length)], (state, value) => state.Price = value),
    };

    private Command DrawNumberOf(int set)
    {
        var name = $"{options[set].Name}Number";
        return random.Next(3) == 0
            ? Assign(name, DrawNumber(), (state, value) => state.Sets[set].Number.Value = value)
            : new($"Emit(++{name});", state =>
            {
                var number = state.Sets[set].Number;
                state.Emit(Of(number.Value = unchecked(number.Value + 1)));
            });
    }

    private Command DrawTextOf(int set) => random.Next(3) == 0
        ? new($"Emit({options[set].Name}Text);", state => state.Emit(Of(state.Sets[set].Text.Value)))
        : Assign($"{options[set].Name}Text", random.Next(3) == 0 ? null : DrawText(), (state, value) => state.Sets[set].Text.Value = value);

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

    private Command DrawAccumulator(string name, Func<IKeyState, IOracleAccumulator> accumulator)
    {
        var value = DrawNumber();
        return random.Next(8) switch
        {
            < 5 => new($"{name}.Add({Of(value)});", state => accumulator(state).Add(value)),
            < 6 => new($"{name}.Clear();", state => accumulator(state).Clear()),
            < 7 => new($"Emit({name}.IsEmpty);", state => state.Emit($"{accumulator(state).IsEmpty}")),
            _ => new($"Emit({name});", state => state.Emit(Of(accumulator(state).Value))),
        };
    }

    private Command DrawRange(string name, Func<IKeyState, IOracleSortedMap<long, string>> map)
    {
        var (from, isReverse) = (random.Next(-9, 9), random.Next(2) == 0);
        var to = from + random.Next(0, 9);
        return random.Next(4) switch
        {
            0 => new($"Emit({name}.RemoveRange({from}, {to}));", state => state.Emit($"{map(state).RemoveRange(from, to)}")),
            1 => new($"Emit({name}.First, {name}.Last);", state => state.Emit($"{map(state).First?.Key} {map(state).Last?.Key}")),
            _ => new(
                $"Emit({name}.Range({from}, {to}){(isReverse ? ".Reverse()" : "")});",
                state => state.Emit(string.Join(',', map(state).Range(from, to, isReverse).Select(entry => $"{entry.Key}={Of(entry.Value)}")))),
        };
    }

    // Near the watermark, so that some are late. Windows begin at a multiple of a number, so that several values meet.
    private Command DrawWindow(string name, Func<IKeyState, IOracleWindows> windows, int step, int longest)
    {
        var start = (Watermark + random.Next(-Nearby / 2, Nearby)) / step * step;
        var end = start + random.Next(step, longest + 1);
        var value = DrawNumber();
        return random.Next(12) switch
        {
            < 8 => new($"Emit({name}.TryAdd({start}, {end}, {Of(value)}));", state => state.Emit($"{windows(state).TryAdd(start, end, value)}")),
            < 9 => new($"Emit({name}.Remove({start}, {end}));", state => state.Emit($"{windows(state).Remove(start, end)}")),
            < 10 => new($"{name}.Clear();", state => windows(state).Clear()),
            _ => new($"Emit({name});", state => state.Emit(string.Join(',', windows(state).Entries))),
        };
    }

    // So many that a backend stores them in another way than a few.
    private Command DrawMany()
    {
        var (count, set, first) = (random.Next(200, 400), random.Next(options.Length), _unique);
        var name = options[set].Name;
        _unique += count;
        return random.Next(5) switch
        {
            0 => new(
                $"for (var many = 0; many < {count}; many++) Map[many] = many;",
                state => Repeat(count, many => state.Map.Put(many.ToString(CultureInfo.InvariantCulture), many))),
            1 => new($"for (var many = 0; many < {count}; many++) {name}Map[many] = \"\";", state => Repeat(count, many => state.Sets[set].Map.Put(many, ""))),
            2 => new(
                $"for (var many = 0; many < {count}; many++) {name}Sorted[many] = \"\";", state => Repeat(count, many => state.Sets[set].Sorted.Put(many, ""))),
            3 => new(
                $"for (var many = {first}; many < {first + count}; many++) {name}Numbers.Add(many);",
                state => Repeat(count, many => state.Sets[set].Numbers.Add(first + many))),
            _ => new($"for (var many = 0; many < {count}; many++) List.Add(many);", state => Repeat(count, many => state.List.Add(many))),
        };
    }

    private static void Repeat(int count, Action<int> action)
    {
        for (var number = 0; number < count; number++)
            action(number);
    }

    private Command DrawFailure()
    {
        var set = random.Next(options.Length);
        var name = $"{options[set].Name}Texts";
        return random.Next(4) switch
        {
            0 => new($"{name}.Add(null);", state => state.Sets[set].Texts.Add(null!)),
            1 => new($"{name}.AddRange([\"a\", null]);", state => state.Sets[set].Texts.AddRange(["a", null!])),
            2 => new("Doubles[double.NaN] = 1;", state => state.Doubles.Put(double.NaN, 1)),
            _ => new(
                $"try {{ {name}.Update([\"a\", null]); }} catch (ArgumentNullException) {{ Emit(\"refused\"); }}",
                state => RefuseUpdate(state, state.Sets[set].Texts)),
        };
    }

    private static void RefuseUpdate(IKeyState state, IOracleList<string> list)
    {
        try
        {
            list.Update(["a", null!]);
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
