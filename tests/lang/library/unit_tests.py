import io, re, sys, unittest
from unittest import mock
class T(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.n = 5
    def setUp(self): self.x = 1; self.addCleanup(lambda: None)
    def test_equal(self): self.assertEqual((self.x, self.n), (1, 5))
    def test_lists(self): self.assertEqual([1, 2], [1, 3])
    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "invalid literal"): int("x")
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    @unittest.skip("no")
    def test_skip(self): pass
    def test_error(self): raise KeyError("x")
    @unittest.expectedFailure
    def test_expected(self): self.assertTrue(0)
    def test_mock(self):
        m = mock.Mock(return_value=3); self.assertEqual(m(1, k=2), 3); m.assert_called_once_with(1, k=2)
        with mock.patch("os.getcwd", return_value="q"):
            import os; self.assertEqual(os.getcwd(), "q")
    def test_logs(self):
        import logging
        with self.assertLogs("a") as c: logging.getLogger("a").warning("w")
        self.assertEqual(c.output, ["WARNING:a:w"])
class A(unittest.IsolatedAsyncioTestCase):
    async def test_async(self): self.assertTrue(True)
s = io.StringIO()
r = unittest.TextTestRunner(s, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
print(re.sub(r"in [\d.]+s", "in TIME", s.getvalue())); print(r)
