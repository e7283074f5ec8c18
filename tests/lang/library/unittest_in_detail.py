import unittest, sys, io

class T(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        print('suc')

    def setUp(self):
        self.addCleanup(print, 'cleanup')

    def test_ok(self):
        self.assertEqual(1, 1)

    def test_fail(self):
        self.assertEqual({'a': 1, 'b': [1, 2]}, {'a': 2, 'b': [1, 3]}, 'custom')

    def test_err(self):
        1 / 0

    @unittest.skip('why')
    def test_skip(self):
        pass

    @unittest.expectedFailure
    def test_xf(self):
        self.fail('x')

    @unittest.expectedFailure
    def test_us(self):
        pass

    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertNotEqual(i, 1)

    def test_raises(self):
        with self.assertRaises(ValueError) as cm:
            int('x')
        self.assertIn('invalid', str(cm.exception))
        with self.assertRaisesRegex(ValueError, 'nope'):
            int('x')

    def test_noraise(self):
        with self.assertRaises(KeyError):
            pass

    def test_multi(self):
        self.assertMultiLineEqual('a\nb\n', 'a\nc\n')

    def test_list(self):
        self.assertListEqual([1, 2, 3], [1, 2])

    def test_true(self):
        self.assertTrue(0)

    def test_is(self):
        self.assertIs(1, None)

    def test_in(self):
        self.assertIn(5, [1])

    def test_alm(self):
        self.assertAlmostEqual(1.0, 1.1)

    def test_less(self):
        self.assertLess(2, 1)

    def test_regex(self):
        self.assertRegex('abc', 'x+')

    def test_cnt(self):
        self.assertCountEqual([1, 1, 2], [1, 2, 2])

    def test_inst(self):
        self.assertIsInstance(1, str)

    def test_logs(self):
        import logging
        with self.assertLogs('foo', 'INFO') as cm:
            logging.getLogger('foo').info('m')
        self.assertEqual(cm.output, ['INFO:foo:m'])

    def test_warns(self):
        with self.assertWarns(DeprecationWarning):
            pass
from unittest import mock

class M(unittest.TestCase):

    def test_mock(self):
        m = mock.Mock(return_value=3, name='mm')
        print(m(1, a=2), m.call_args, m.mock_calls, m.called)
        m.assert_called_once_with(1, a=2)
        with self.assertRaises(AssertionError) as cm:
            m.assert_called_with(5)
        print(cm.exception)
        with mock.patch('os.getcwd', return_value='/fake'):
            import os
            print(os.getcwd())
        mm = mock.MagicMock()
        mm.__len__.return_value = 4
        print(len(mm), mm.a.b(1), mm.mock_calls) if 0 else print(len(mm))
        s = mock.Mock(side_effect=[1, ValueError('se')])
        print(s())
        with self.assertRaises(ValueError):
            s()
        print(mock.call(1, b=2), mock.sentinel.x, mock.ANY == 5)
suite = unittest.TestSuite()
suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(T))
suite.addTests(unittest.defaultTestLoader.loadTestsFromTestCase(M))
out = io.StringIO()
r = unittest.TextTestRunner(out, verbosity=2).run(suite)
import re
print(re.sub('in [\\d.]+s', 'in Xs', out.getvalue()))
print(r)
