namespace StateGen.Tests.Operators;

public sealed class TimeWindowTests
{
    [Theory]
    [InlineData(0, 0, 0, 100)]
    [InlineData(99, 0, 0, 100)]
    [InlineData(100, 0, 100, 200)]
    [InlineData(-1, 0, -100, 0)]
    [InlineData(-100, 0, -100, 0)]
    [InlineData(29, 30, -70, 30)]
    [InlineData(30, 30, 30, 130)]
    [InlineData(30, -70, 30, 130)]
    [InlineData(30, 430, 30, 130)]
    public void A_time_is_in_one_tumbling_window(long time, int offset, long start, long end)
    {
        var window = TimeWindow.Tumbling(At(time), Span(100), Span(offset));
        Assert.Equal(new(At(start), At(end)), window);
        Assert.True(window.Contains(At(time)));
        Assert.Equal((At(start), At(end), At(end - 1)), (window.Start, window.End, window.MaxTimestamp));
    }

    [Fact]
    public void A_day_begins_where_the_offset_says()
    {
        var time = new DateTimeOffset(2026, 1, 2, 23, 30, 0, TimeSpan.Zero);
        var day = TimeWindow.Tumbling(time, TimeSpan.FromDays(1), TimeSpan.FromHours(-2));
        Assert.Equal("[2026-01-02T22:00:00.000Z, 2026-01-03T22:00:00.000Z)", day.ToString());
    }

    [Theory]
    [InlineData(100, 40, 0)]
    [InlineData(100, 40, 15)]
    [InlineData(100, 100, 0)]
    [InlineData(30, 50, -7)]
    [InlineData(1, 1, 0)]
    public void Sliding_windows_are_all_that_contain_the_time_in_their_order(int size, int slide, int offset)
    {
        for (var time = -300; time < 300; time++)
        {
            var expected = Enumerable.Range(-700, 1400).Where(start => (start - offset) % slide == 0 && start <= time && time < start + size)
                .Select(start => new TimeWindow(At(start), At(start + size)));
            var windows = TimeWindow.Sliding(At(time), Span(size), Span(slide), Span(offset));
            Assert.Equal(expected, windows);
            Assert.Equal(expected.Count(), windows.Count);
        }
    }

    [Fact]
    public void Enumerating_sliding_windows_allocates_nothing()
    {
        _ = Sum(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = Sum(1000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.NotEqual(0, sum);

        static long Sum(int times)
        {
            var sum = 0L;
            for (var time = 0; time < times; time++)
            {
                foreach (var window in TimeWindow.Sliding(At(time), Span(100), Span(10)))
                    sum += window.End.UtcTicks;
            }

            return sum;
        }
    }

    [Fact]
    public void Times_are_rounded_up_as_event_times_are()
    {
        Assert.Equal(TimeWindow.Tumbling(At(100), Span(100)), TimeWindow.Tumbling(At(100).AddTicks(-1), Span(100)));
        Assert.Equal(TimeWindow.Session(At(8), Span(5)), TimeWindow.Session(At(7).AddTicks(1), Span(5)));
    }

    [Fact]
    public void Windows_that_meet_do_not_overlap_and_a_union_covers_what_is_between()
    {
        var (first, second, third) = (TimeWindow.Session(At(0), Span(10)), TimeWindow.Session(At(9), Span(10)), TimeWindow.Session(At(10), Span(10)));
        Assert.True(first.Overlaps(second) && second.Overlaps(first));
        Assert.False(first.Overlaps(third) || third.Overlaps(first));
        Assert.Equal(new(At(0), At(20)), first.Union(third));
        Assert.False(first.Contains(At(10)));
    }

    [Fact]
    public void A_window_has_ended_when_the_watermark_has_reached_its_last_millisecond()
    {
        var window = TimeWindow.Session(At(0), Span(10));
        Assert.False(window.HasEnded(At(8)));
        Assert.True(window.HasEnded(At(9)));
        Assert.False(window.HasEnded(DateTimeOffset.MinValue));
    }

    [Fact]
    public void Windows_are_in_the_order_of_their_ends_and_then_of_their_starts()
    {
        TimeWindow[] ordered = [new(At(-9), At(5)), new(At(0), At(5)), new(At(-20), At(6))];
        Assert.Equal(ordered, ordered.Reverse().Order());
        Assert.True(ordered[0] < ordered[1] && ordered[1] <= ordered[2] && ordered[2] > ordered[0] && ordered[2] >= ordered[2]);
    }

    [Fact]
    public void A_window_at_the_end_of_time_ends_there()
    {
        var window = TimeWindow.Session(DateTimeOffset.MaxValue.AddDays(-1), TimeSpan.FromDays(2));
        Assert.True(window.HasEnded(DateTimeOffset.MaxValue));
        Assert.Equal(DateTimeOffset.MinValue, TimeWindow.Tumbling(DateTimeOffset.MinValue, TimeSpan.FromDays(7)).Start);
    }

    [Fact]
    public void Lengths_are_positive_and_whole_milliseconds()
    {
        Assert.Throws<ArgumentOutOfRangeException>("end", () => new TimeWindow(At(5), At(5)));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => TimeWindow.Tumbling(At(0), TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("offset", () => TimeWindow.Tumbling(At(0), Span(1), TimeSpan.FromTicks(1)));
        Assert.Throws<ArgumentOutOfRangeException>("slide", () => TimeWindow.Sliding(At(0), Span(1), Span(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("gap", () => TimeWindow.Session(At(0), TimeSpan.FromTicks(15_000)));
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static TimeSpan Span(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
