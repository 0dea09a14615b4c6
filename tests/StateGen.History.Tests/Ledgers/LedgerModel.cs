namespace StateGen.History.Tests.Ledgers;

/// <summary>The ledger once more, with collections of .NET in place of state: what it emits for an input, and what it holds at a checkpoint.</summary>
internal sealed class LedgerModel
{
    private readonly IReadOnlyList<LedgerEvent> _events;
    private readonly SortedDictionary<(DateTimeOffset At, string Shop), ShopDay> _timers = [];
    private readonly Dictionary<ShopDay, ModelPage> _pages = [];
    private readonly List<string> _output = [];

    private LedgerModel(IEnumerable<string> lines) => _events = [.. lines.Select(LedgerEvent.Parse)];

    /// <summary>What is emitted in the end, in ordinal order.</summary>
    public static IReadOnlyList<string> OutputOf(IEnumerable<string> lines)
    {
        var model = Run(lines, phases: 3);
        model.Fire(DateTimeOffset.MaxValue, phase: 3);
        return model.TakeOutput();
    }

    /// <summary>How many lines are emitted before a checkpoint.</summary>
    public static int CountOutput(IEnumerable<string> lines, int phases) => Run(lines, phases)._output.Count;

    /// <summary>What a job would emit that is asked for each page at the second checkpoint and has no more input, in ordinal order.</summary>
    public static IReadOnlyList<string> StateOf(IReadOnlyList<string> lines)
    {
        var model = Run(lines, phases: 2);
        model._output.Clear();
        foreach (var page in Pages(lines))
            model._output.Add(LedgerLine.OfPage(page, model.PageOf(page).Read(LedgerTimes.ClockOf(3))));
        model.Fire(DateTimeOffset.MaxValue, phase: 3);
        return model.TakeOutput();
    }

    /// <summary>Every key that occurs in an input.</summary>
    public static IReadOnlyList<ShopDay> Pages(IEnumerable<string> lines) => [.. lines.Select(line => LedgerEvent.Parse(line).Page).Distinct()];

    private static LedgerModel Run(IEnumerable<string> lines, int phases)
    {
        var model = new LedgerModel(lines);
        for (var phase = 1; phase <= phases; phase++)
        {
            foreach (var value in model._events.Where(value => value.Phase == phase))
                model.Process(value);
            model.Fire(model.WatermarkOf(phase), phase);
        }

        return model;
    }

    private void Process(LedgerEvent value)
    {
        var page = PageOf(value.Page);
        var clock = LedgerTimes.ClockOf(value.Phase);
        if (value.Sale is not { } sale)
        {
            _output.Add(LedgerLine.OfPage(value.Page, page.Read(clock)));
            return;
        }

        page.Add(sale, value.At, clock);
        SetTimers(value.Page, page.Sales);
        var total = page.Totals.GetValueOrDefault(sale.Product);
        _output.Add(LedgerLine.OfSale(value.Page, page.Sales, page.Revenue, page.OfferAt(clock), total, page.RecentAt(clock)));
    }

    private void SetTimers(ShopDay page, long sales)
    {
        if (sales > 2)
            return;
        _timers[(LedgerTimes.EndOf(page), page.Shop)] = page;
        _timers[(LedgerTimes.ClearingOf(page), page.Shop)] = page;
        _timers[(LedgerTimes.ReminderOf(page), page.Shop)] = page;
        if (sales == 2)
            _timers.Remove((LedgerTimes.ReminderOf(page), page.Shop));
    }

    private void Fire(DateTimeOffset watermark, int phase)
    {
        foreach (var ((at, shop), page) in _timers.TakeWhile(timer => timer.Key.At <= watermark).ToArray())
        {
            _timers.Remove((at, shop));
            if (at == LedgerTimes.EndOf(page))
                _output.Add(LedgerLine.OfPage(page, PageOf(page).Read(LedgerTimes.ClockOf(phase))));
            _output.Add(LedgerLine.OfTimer(page, at, PageOf(page).Sales));
            if (at == LedgerTimes.ClearingOf(page))
                _pages.Remove(page);
        }
    }

    /// <summary>The watermark follows the slower of the two halves that are read side by side.</summary>
    private DateTimeOffset WatermarkOf(int phase)
    {
        var half = _events.Count / LedgerInput.Splits;
        return _events.Chunk(half).Min(split => split.Where(value => value.Phase <= phase).Max(value => value.At));
    }

    private ModelPage PageOf(ShopDay page)
    {
        if (!_pages.TryGetValue(page, out var found))
            _pages.Add(page, found = new());
        return found;
    }

    private IReadOnlyList<string> TakeOutput() => [.. _output.Order(StringComparer.Ordinal)];
}
